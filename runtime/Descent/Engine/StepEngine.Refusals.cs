namespace Descent.Engine;

/// <content>What keeps a step from being done.</content>
internal sealed partial class StepEngine
{
    /// <summary>Throws what would keep the method from being run here, as far as it shows before ranks exchange anything. Nothing is written.</summary>
    /// <param name="options">How it is run.</param>
    /// <param name="before">What the method before it found in this step's first gradients.</param>
    public void LookOver(OptimizerOptions options, StepResult before)
    {
        Subnormals.RefuseFlushing(_participants);
        Participant.Enter(_participants);
        Participant.Hold(_participants);
        try
        {
            if (!before.IsSkipped)
            {
                _plan.LookOver(_participants);
                _layout.RefuseOverlaps(zeroesGradients: false);
                RefuseStatisticsOfRows(options);
            }
        }
        finally
        {
            Leave();
        }
    }

    private void RefuseStatisticsOfRows(OptimizerOptions options)
    {
        if (_plan.OfRows is { } ofRows && options.CollectStatistics)
        {
            throw new InvalidOperationException(
                $"Parameter '{ofRows.Name}' has gradients of some rows, and statistics are of all weights: "
                + $"step without {nameof(options.CollectStatistics)}, or bind all gradients.");
        }
    }
}
