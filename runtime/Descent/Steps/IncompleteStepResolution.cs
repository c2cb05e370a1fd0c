namespace Descent;

/// <summary>How an optimizer goes on after a step that was cut short (<see cref="IncompleteStepException"/>).</summary>
public enum IncompleteStepResolution
{
    /// <summary>
    /// Weights and states of the parameters that were written have been put back as they were before the step, from a checkpoint. Nothing is
    /// counted: the next step is the same step once more.
    /// </summary>
    Restored,

    /// <summary>
    /// What was written stays as it is, though it may be a part of a tensor. The step counts for the parameters that were written, and not
    /// for the others; states of which a tensor or the optimizer has one keep the value from before.
    /// </summary>
    Kept,
}
