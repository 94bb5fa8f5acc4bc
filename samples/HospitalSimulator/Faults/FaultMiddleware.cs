using Yilai.HospitalSdk.Messages;

namespace Yilai.HospitalSimulator.Faults;

/// <summary>Makes calls late, fail, or lose their answer. It stands outside the signatures: a fault is nobody's word.</summary>
internal sealed class FaultMiddleware(RequestDelegate next, FaultSwitch switches, TimeProvider time)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var faults = switches.Faults;
        if (faults.Late > 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(faults.Late), time, context.RequestAborted);
        }

        if (FaultSwitch.Strikes(faults.Error))
        {
            context.Response.StatusCode = StatusCodes.Status500InternalServerError;
            return;
        }

        if (!FaultSwitch.Strikes(faults.Drop))
        {
            await next(context);
            return;
        }

        // Carried out for the hospital, lost for the platform: the bytes go nowhere and the connection breaks.
        context.Response.Body = Stream.Null;
        await next(context);
        context.Abort();
    }
}

/// <summary>Carries a call out twice. It stands inside the signatures: the second time is not a replay, only a double.</summary>
internal sealed class TwiceMiddleware(RequestDelegate next, FaultSwitch switches)
{
    public async Task InvokeAsync(HttpContext context)
    {
        await next(context);
        if (FaultSwitch.Strikes(switches.Faults.Twice))
        {
            context.Request.Body.Position = 0;
            context.Response.Clear();
            await next(context);
        }
    }
}

/// <summary>Answers with what was not asked. It stands inside the signatures: it is the hospital itself that is wrong.</summary>
internal sealed class WrongMiddleware(RequestDelegate next, FaultSwitch switches)
{
    private const double Half = 0.5;

    public async Task InvokeAsync(HttpContext context)
    {
        await next(context);
        if (!FaultSwitch.Strikes(switches.Faults.Wrong))
        {
            return;
        }

        // What was answered is in memory still, the signature being in the head.
        context.Response.Body.SetLength(0);
        context.Response.StatusCode = StatusCodes.Status200OK;
        await (FaultSwitch.Strikes(Half) ? TypedResults.Text("ok") : (IResult)TypedResults.Ok(OfAnotherOrder())).ExecuteAsync(context);
    }

    private static OrderAnswer OfAnotherOrder() =>
        new(Guid.CreateVersion7().ToString(), "99999999", 99, "不详", "不详", 0, HospitalOrderStatus.Cancelled);
}
