using Yilai.PaymentSimulator.Gateway;

namespace Yilai.PaymentSimulator.Faults;

/// <summary>Makes calls late, fail, or lose their answer; the payment page is for people and stays as it is.</summary>
internal sealed class CallFaults(FaultSwitch switches, TimeProvider time)
{
    private const double Half = 0.5;

    /// <summary>Answers a call, or fails to.</summary>
    public async Task<IResult> AnswerAsync(HttpContext context, Func<Task<string>> answer, Func<string> unavailable)
    {
        var faults = switches.Faults;
        if (faults.Late > 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(faults.Late), time, context.RequestAborted);
        }

        if (FaultSwitch.Strikes(faults.Error))
        {
            // Whoever is told that nothing is known must not be right in guessing that nothing was done.
            if (FaultSwitch.Strikes(Half))
            {
                await answer();
            }

            return FaultSwitch.Strikes(Half) ? new AnswerResult(unavailable()) : TypedResults.StatusCode(StatusCodes.Status500InternalServerError);
        }

        var text = await answer();
        if (FaultSwitch.Strikes(faults.Drop))
        {
            context.Abort();
            return TypedResults.Empty;
        }

        return new AnswerResult(text);
    }
}
