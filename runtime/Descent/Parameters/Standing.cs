using Descent.CompilerServices;

namespace Descent;

/// <summary>How far a parameter is, and whether it takes part in a step.</summary>
internal struct Standing()
{
    /// <summary>The number of updates so far.</summary>
    public int StepCount;

    /// <summary>Whether the weights stand where <see cref="Optimizer.BeforeGradient"/> moved them.</summary>
    public bool AwaitsGradient;

    /// <summary>Whether the weights stand where <see cref="Optimizer.Evaluate"/> moved them, as long as the optimizer evaluates.</summary>
    public bool IsEvaluating;

    /// <summary>Whether every step leaves the parameter alone.</summary>
    public bool IsFrozen;

    /// <summary>Whether other weights than those of training stand in the memory for now.</summary>
    public bool HoldsOtherWeights;

    /// <summary>Whether gradients are there.</summary>
    public bool HasGradients;

    /// <summary>Whether those are of some rows.</summary>
    public bool HasRowGradients;

    /// <summary>Whether those may not be written.</summary>
    public bool HasReadOnlyGradients;

    /// <summary>Whether weights, gradients or inputs are memory that is not an array, and so may be out of reach.</summary>
    public bool IsForeign;

    /// <summary>What multiplies the rule's learning rate for this parameter.</summary>
    public double LearningRateScale = 1;

    /// <summary>Whether a method leaves the parameter alone. What was moved to evaluation comes back, though it was frozen meanwhile; what was not stays.</summary>
    /// <param name="method">The method.</param>
    /// <param name="evaluates">Whether the optimizer evaluates.</param>
    public readonly bool IsLeftAlone(RuleMethod method, bool evaluates) => method switch
    {
        RuleMethod.ToEvaluation => IsFrozen || (evaluates && IsEvaluating),
        RuleMethod.ToTraining => !(evaluates && IsEvaluating),
        _ => IsFrozen,
    };

    /// <summary>Records that a method has run over all weights.</summary>
    public void Done(RuleMethod method, int step)
    {
        if (method == RuleMethod.Update)
        {
            StepCount = step;
        }

        if (method is RuleMethod.Update or RuleMethod.BeforeGradient)
        {
            AwaitsGradient = method == RuleMethod.BeforeGradient;
        }

        if (method is RuleMethod.ToEvaluation or RuleMethod.ToTraining)
        {
            IsEvaluating = method == RuleMethod.ToEvaluation;
        }
    }
}
