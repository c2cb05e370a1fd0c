namespace Descent.Training;

/// <summary>
/// The plain mean of the weights at chosen steps. With a period of one learning-rate cycle it is stochastic weight averaging (SWA:
/// Izmailov et al., 2018, arXiv:1803.05407); with a period of 1 it is Polyak–Ruppert averaging (Polyak and Juditsky, 1992).
/// </summary>
/// <remarks>
/// The mean is kept as average ← average + (weights − average) / n, as PyTorch's <c>AveragedModel</c> does.
/// </remarks>
public sealed class StochasticWeightAverage : WeightAverage
{
    /// <summary>Starts a mean of no weights.</summary>
    /// <param name="optimizer">The optimizer whose weights are averaged. All its parameters have been added.</param>
    /// <param name="firstStep">The first call of <see cref="Update"/> that takes the weights in, at least 1.</param>
    /// <param name="period">From then on, every how many calls it does, in steps, at least 1.</param>
    /// <exception cref="ArgumentNullException"><paramref name="optimizer"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="firstStep"/> or <paramref name="period"/> is below 1.</exception>
    public StochasticWeightAverage(Optimizer optimizer, long firstStep = 1, long period = 1)
        : base(optimizer)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(firstStep, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(period, 1);
        FirstStep = firstStep;
        Period = period;
    }

    /// <summary>The first call of <see cref="Update"/> that takes the weights in.</summary>
    public long FirstStep { get; }

    /// <summary>From then on, every how many calls the weights are taken in.</summary>
    public long Period { get; }

    /// <inheritdoc/>
    public override long Count => CountAt(Steps);

    /// <inheritdoc/>
    public override bool Update()
    {
        var count = CountAt(Steps + 1);
        var isDue = count > Count;
        if (isDue)
        {
            Average.MoveTowardsWeights(1.0 / count);
        }

        Steps++;
        return isDue;
    }

    private long CountAt(long steps) => steps < FirstStep ? 0 : ((steps - FirstStep) / Period) + 1;
}
