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
