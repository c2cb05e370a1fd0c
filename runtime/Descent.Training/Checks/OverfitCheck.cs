using Descent.CompilerServices;

namespace Descent.Training;

/// <summary>
/// The sanity check by overfitting (CS231n, "Neural Networks Part 3", "overfit a tiny subset of data"): a model that cannot learn twenty
/// examples by heart, without regularization, has a fault, and training it on more is no use.
/// </summary>
/// <remarks>
/// The weights have their first bits afterwards, also when an evaluation throws. The optimizer's state remembers the training (its moments
/// and step counts stay), and a rule that looks ahead is left between <see cref="Optimizer.BeforeGradient"/> and <see cref="Optimizer.Step"/>: use an
/// optimizer of its own for the check, over the same weights.
/// <example><code>
/// var report = new OverfitCheck { LossBound = 0.01, MaximumSteps = 500 }.Run(optimizer, () => model.Backward(twentyExamples));
/// </code></example>
/// </remarks>
public sealed class OverfitCheck
{
    /// <summary>What the loss must fall below, greater than 0, in units of the loss. 0.01 unless said.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not finite or not greater than 0.</exception>
    public double LossBound { get; init => field = Guard.Hyperparameter(value, nameof(LossBound), above: 0); } = 0.01;

    /// <summary>Within how many optimizer steps, at least 1. 1000 unless said.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is less than 1.</exception>
    public int MaximumSteps { get; init => field = Guard.Hyperparameter(value, nameof(MaximumSteps), min: 1); } = 1000;

    /// <summary>Told after every optimizer step; <see langword="null"/>, for nobody, unless said.</summary>
    public IProgress<WorkProgress>? Progress { get; init; }

    /// <summary>Trains until the loss is below the bound, is not finite, or the steps are used up.</summary>
    /// <param name="optimizer">The optimizer, with the learning rate that is to be used.</param>
    /// <param name="lossAndGradients">
    /// Returns the loss of the tiny set at the present weights, without regularization, and writes its gradients to the gradient buffers.
    /// </param>
    /// <param name="cancellationToken">Asked before every optimizer step.</param>
    /// <returns>Whether the loss fell below the bound, and its curve.</returns>
    /// <exception cref="ArgumentNullException">An argument is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException">No parameter of the optimizer holds weights that are not frozen, or one holds some of 16 bits or on a device.</exception>
    /// <exception cref="InvalidOperationException">
    /// A step updates nothing: no parameter has gradients after an evaluation, or one is not finite and the optimizer skips such steps.
    /// </exception>
    /// <exception cref="OperationCanceledException">The check was cancelled. The weights are as they were.</exception>
    public OverfitReport Run(Optimizer optimizer, Func<double> lossAndGradients, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        ArgumentNullException.ThrowIfNull(lossAndGradients);
        var tensors = WeightTensor.NonEmpty(optimizer);
        try
        {
            return new(Train(optimizer, lossAndGradients, cancellationToken), LossBound);
        }
        finally
        {
            tensors.ForEach(tensor => tensor.Restore());
        }
    }

    private List<double> Train(Optimizer optimizer, Func<double> lossAndGradients, CancellationToken cancellationToken)
    {
        List<double> curve = [];
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (optimizer.EvaluatesTwice)
            {
                _ = lossAndGradients();
            }

            optimizer.BeforeGradient();
            var loss = lossAndGradients();
            curve.Add(loss);
            if (!double.IsFinite(loss) || loss < LossBound || curve.Count > MaximumSteps)
            {
                return curve;
            }

            var result = optimizer.Step();
            if (result.NonFiniteParameter is { } bad)
            {
                throw new InvalidOperationException(
                    $"The optimizer skipped a step: the gradient of {ReportText.Location(bad, result.NonFiniteIndex)} is not finite, though the loss is.");
            }

            if (result.Updated == 0)
            {
                throw new InvalidOperationException("No parameter has gradients after the evaluation of loss and gradients.");
            }

            Progress?.Report(new(curve.Count, MaximumSteps));
        }
    }
}
