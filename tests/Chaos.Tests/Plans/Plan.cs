using System.Globalization;

namespace Yilai.Chaos.Tests.Plans;

/// <summary>
/// Who books, pays, cancels and moves what, which part dies and which fault is on, and when: the same for the same seed.
/// Who wins a race is not planned, nor which call a fault strikes: that is what the races and faults are for.
/// </summary>
internal sealed record Plan(IReadOnlyList<PlannedVisit> Visits, IReadOnlyList<Kill> Kills, IReadOnlyList<FaultChange> Faults, IReadOnlyList<Forgery> Forgeries)
{
    private const int VisitsEach = 4;

    // Of all orders, about so many in a hundred go this way.
    private static readonly (Course Course, int Share)[] Courses =
    [
        (Course.Pay, 30), (Course.PayThenCancel, 14), (Course.CancelUnpaid, 8), (Course.Abandon, 8), (Course.MoveUnpaid, 8),
        (Course.PayThenMove, 14), (Course.PayTwice, 8), (Course.FailThenPay, 5), (Course.PayAndCancelAtOnce, 5),
    ];

    public static Plan Of(ChaosOptions options, int schedules)
    {
        // Each part of the plan from a chance of its own: more patients do not change who dies.
        return new(
            [.. VisitsOf(options, new Random(options.Seed), schedules).OrderBy(visit => visit.At)],
            [.. Kill.Of(options, new Random(options.Seed + 1))],
            [.. FaultChange.Of(options, new Random(options.Seed + 2))],
            [.. Forgery.Of(options, new Random(options.Seed + 3))]);
    }

    /// <summary>One number for all of it: two runs with the same have the same plan.</summary>
    public string Fingerprint()
    {
        var hash = System.Security.Cryptography.SHA256.HashData(
            System.Text.Encoding.UTF8.GetBytes(string.Join('\n', [.. Visits, .. Kills, .. Faults, .. Forgeries.Cast<object>()])));
        return Convert.ToHexString(hash)[..8].ToLower(CultureInfo.InvariantCulture);
    }

    private static IEnumerable<PlannedVisit> VisitsOf(ChaosOptions options, Random chance, int schedules)
    {
        for (var patient = 0; patient < options.Patients; patient++)
        {
            for (var turn = 0; turn < VisitsEach; turn++)
            {
                var (schedule, other) = (chance.Next(schedules), chance.Next(schedules));
                yield return new PlannedVisit(
                    (options.Length * (turn + chance.NextDouble()) / VisitsEach).Rounded(),
                    patient,
                    schedule,
                    other == schedule ? (schedule + 1) % schedules : other,
                    CourseOf(chance.Next(Courses.Sum(course => course.Share))),
                    (TimeSpan.FromSeconds(3) * chance.NextDouble()).Rounded());
            }
        }
    }

    private static Course CourseOf(int dice)
    {
        foreach (var (course, share) in Courses)
        {
            if ((dice -= share) < 0)
            {
                return course;
            }
        }

        throw new InvalidOperationException("The shares do not add up.");
    }
}
