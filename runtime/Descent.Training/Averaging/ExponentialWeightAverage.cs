using Descent.CompilerServices;

namespace Descent.Training;

/// <summary>
/// The exponential moving average (EMA) of an optimizer's weights, average ← β average + (1 − β) weights, over about the last
/// 1 / (1 − β) steps.
/// </summary>
/// <remarks>
/// With <see cref="AverageStart.ZeroCorrected"/> the buffer holds the corrected average itself: average ← average + rₜ (weights − average)
/// with rₜ = (1 − β) / (1 − βᵗ), which is the same number as the quotient and stays exact for weights that do not move.
/// </remarks>
public sealed class ExponentialWeightAverage : WeightAverage
{
    /// <summary>Starts an average that has seen no weights.</summary>
    /// <param name="optimizer">The optimizer whose weights are averaged. All its parameters have been added.</param>
    /// <param name="decay">Decay β in [0, 1), often 0.99 to 0.9999.</param>
    /// <param name="start">Where the average begins.</param>
    /// <exception cref="ArgumentNullException"><paramref name="optimizer"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="decay"/> is not in [0, 1), or <paramref name="start"/> is not a member.</exception>
    public ExponentialWeightAverage(Optimizer optimizer, double decay = 0.999, AverageStart start = AverageStart.FirstWeights)
        : base(optimizer)
    {
        _ = Guard.Hyperparameter(decay, nameof(decay), min: 0, below: 1);
        Start = Enum.IsDefined(start)
            ? start
            : throw Guard.NotAMember(start, nameof(start), string.Join(", ", Enum.GetNames<AverageStart>()));
        Decay = decay;
    }

    /// <summary>The decay β in [0, 1). It may change between updates, to warm up; the bias correction follows.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not in [0, 1).</exception>
    public double Decay
    {
        get;
        set => field = Guard.Hyperparameter(value, nameof(Decay), min: 0, below: 1);
    }

    /// <summary>Where the average began.</summary>
    public AverageStart Start { get; }

    /// <summary>
    /// The sum of the weights that the models so far have in the average, in [0, 1]: 1 − βᵗ for a start at 0 and a constant β, and 1
    /// from the first update on for <see cref="AverageStart.FirstWeights"/>. Set it along with <see cref="WeightAverage.Steps"/> to resume.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not in [0, 1].</exception>
    public double TotalWeight
    {
        get;
        set => field = Guard.Hyperparameter(value, nameof(TotalWeight), min: 0, max: 1);
    }

    /// <inheritdoc/>
    public override long Count => Steps;

    private protected override void DescribeOwn(CheckpointContents contents)
    {
        contents.AddNumber(":totalWeight", () => TotalWeight, value => TotalWeight = value);
        contents.AddNumber(":decay", () => Decay, value => Decay = value);
    }

    /// <inheritdoc/>
    public override bool Update()
    {
        var copies = Start == AverageStart.FirstWeights && Steps == 0;
        var total = copies ? 1 : Math.Min((Decay * TotalWeight) + (1 - Decay), 1);
        var rate = copies ? 1 : Start == AverageStart.ZeroCorrected ? (1 - Decay) / total : 1 - Decay;

        Average.MoveTowardsWeights(rate);
        TotalWeight = total;
        Steps++;
        return true;
    }
}
