namespace Descent.Training.Tests.Schedules;

/// <summary>Every decay of the learning rate that the lectures write, by its name and as they write it, and the schedule that it is.</summary>
public sealed class LectureDecayTests
{
    private const int Epochs = 60;

    /// <summary>The lectures' formulas, computed for each epoch from the first one on.</summary>
    private static readonly Dictionary<string, (Schedule Schedule, Func<int, double> Rate)> s_lectures = new()
    {
        ["1/t decay: α = α₀ / (1 + d · epoch)"] = (new InverseTimeDecay(0.2, 0.5), epoch => 1 / (5 + 2.5 * epoch)),
        ["exponential decay: α = 0.95^epoch α₀"] = (new ExponentialDecay(0.2, 0.95), epoch => Enumerable.Repeat(0.95, epoch).Aggregate(0.2, (rate, factor) => rate * factor)),
        ["decay with the root: α = k / √t, t from 1"] = (new NoamSchedule(1, warmUpSteps: 1, scale: 0.2), epoch => Math.Sqrt(0.04 / (epoch + 1))),
        ["staircase: half of α every 10 epochs"] = (new StepDecay(0.2, 10, 0.5), epoch => 0.2 / (1 << (epoch / 10))),
        ["linear decay: α = (1 − k / τ) α₀ + k / τ · α_τ, α_τ from τ on"] =
            (new PolynomialDecay(0.2, 40, 0.01), epoch => ((40 - Math.Min(epoch, 40)) * 0.2 + Math.Min(epoch, 40) * 0.01) / 40),
        ["cosine decay: α = ½ α₀ (1 + cos(π t / T))"] = (new CosineDecay(0.2, Epochs), epoch => 0.2 * Math.Pow(Math.Cos(Math.PI * epoch / Epochs / 2), 2)),
    };

    /// <summary>One row for each formula.</summary>
    public static TheoryData<string> Formulas => [.. s_lectures.Keys];

    [Theory]
    [MemberData(nameof(Formulas))]
    public void Schedule_IsThatOfTheLecture(string formula)
    {
        var (schedule, rate) = s_lectures[formula];
        for (var epoch = 0; epoch < Epochs; epoch++)
        {
            // 60 factors round by 60 units in the last place of 0.2 at most.
            Assert.Equal(rate(epoch), schedule.At(epoch), 1e-15);
        }
    }

    /// <summary>The lectures count epochs, an optimizer counts steps.</summary>
    [Fact]
    public void Epochs_AreSoManySteps()
    {
        var perEpoch = new InverseTimeDecay(0.2, 0.5).PerEpoch(7);
        Assert.Equal(0.2, perEpoch.At(6));
        Assert.Equal(0.2 / 1.5, perEpoch.At(7));
    }
}
