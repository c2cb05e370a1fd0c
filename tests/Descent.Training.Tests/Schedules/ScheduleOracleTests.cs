namespace Descent.Training.Tests.Schedules;

/// <summary>Every schedule against the values that PyTorch and others gave, to the tolerance recorded with them.</summary>
public sealed class ScheduleOracleTests
{
    public static TheoryData<string> LearningRates => [.. ScheduleOracles.Ids.Where(id => !IsPlateau(id))];

    public static TheoryData<string> Momenta => [.. ScheduleOracles.Ids.Where(id => ScheduleOracles.Entry(id).TryGetProperty("momentum", out _))];

    public static TheoryData<string> Plateaus => [.. ScheduleOracles.Ids.Where(IsPlateau)];

    [Theory]
    [MemberData(nameof(LearningRates))]
    public void LearningRate_MatchesTheRecordedOne(string id)
    {
        var entry = ScheduleOracles.Entry(id);
        var schedule = ScheduleOracles.LearningRate(entry);
        var recorded = entry.Numbers("lr");

        AssertMatches(recorded, [.. recorded.Select((_, step) => schedule.At(step))], entry.Number("rtol", 0));
    }

    [Theory]
    [MemberData(nameof(Momenta))]
    public void Momentum_MatchesTheRecordedOne(string id)
    {
        var entry = ScheduleOracles.Entry(id);
        var schedule = ScheduleOracles.Momentum(entry);
        var recorded = entry.Numbers("momentum");

        AssertMatches(recorded, [.. recorded.Select((_, step) => schedule.At(step))], entry.Number("rtol", 0));
    }

    [Theory]
    [MemberData(nameof(Plateaus))]
    public void ReduceOnPlateau_MatchesTheRecordedOne(string id)
    {
        var entry = ScheduleOracles.Entry(id);
        var plateau = ScheduleOracles.Plateau(entry);
        List<double> used = [];
        foreach (var metric in entry.Numbers("metrics"))
        {
            used.Add(plateau.Value);
            plateau.Report(metric);
        }

        AssertMatches(entry.Numbers("lr"), [.. used], entry.Number("rtol", 0));
    }

    [Fact]
    public void EveryKindOfEntryIsThere()
    {
        Assert.Equal((33, 6, 3), (LearningRates.Count, Momenta.Count, Plateaus.Count));
    }

    private static bool IsPlateau(string id) => id.StartsWith("plateau.", StringComparison.Ordinal);

    private static void AssertMatches(double[] recorded, double[] actual, double tolerance)
    {
        Assert.Equal(100, recorded.Length);
        Assert.InRange(tolerance, 1e-15, 1e-12);
        var scale = recorded.Max(Math.Abs);
        for (var step = 0; step < recorded.Length; step++)
        {
            var difference = Math.Abs(actual[step] - recorded[step]);
            Assert.True(
                difference <= tolerance * scale,
                $"step {step}: {actual[step]:R}, recorded {recorded[step]:R}, off by {difference / scale:R} of the largest value");
        }
    }
}
