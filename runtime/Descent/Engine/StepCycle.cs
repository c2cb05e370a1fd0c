using Descent.CompilerServices;

namespace Descent.Engine;

/// <summary>The methods of optimizers that step as one, in the order of a training: before the gradients, with them, to evaluation and back.</summary>
internal sealed class StepCycle(params Participant[] participants)
{
    private readonly StepEngine?[] _engines = new StepEngine?[Enum.GetValues<RuleMethod>().Length];
    private StepResult _before;

    /// <summary>Whether a step takes the gradients of two evaluations.</summary>
    public bool EvaluatesTwice => Array.Exists(participants, participant => participant.Rule.ReadsGradients(RuleMethod.BeforeGradient));

    /// <summary>Whether a step begins before its gradients are evaluated.</summary>
    public bool LooksAhead => Has(RuleMethod.BeforeGradient);

    /// <summary>Updates the weights, unless the first gradients of this step were not finite.</summary>
    public StepResult Step(OptimizerOptions options)
    {
        RefuseWhileEvaluating();
        var before = _before;
        _before = default;
        return EngineOf(RuleMethod.Update).Run(options, before);
    }

    /// <summary>Moves the weights to where the rules want their gradients evaluated.</summary>
    public StepResult BeforeGradient(OptimizerOptions options)
    {
        RefuseWhileEvaluating();
        _before = LooksAhead ? EngineOf(RuleMethod.BeforeGradient).Run(options) : default;
        return _before;
    }

    /// <summary>Moves the weights to where the model is evaluated, or back.</summary>
    public void MoveTo(bool evaluation, OptimizerOptions options)
    {
        foreach (var participant in participants)
        {
            participant.RefuseIfDisposed();
        }

        if (Has(RuleMethod.ToEvaluation) && Array.Exists(participants, participant => participant.IsEvaluating != evaluation))
        {
            EngineOf(evaluation ? RuleMethod.ToEvaluation : RuleMethod.ToTraining).Run(options);
            foreach (var participant in participants)
            {
                participant.IsEvaluating = evaluation;
            }
        }
    }

    /// <summary>Lets go of all that is known of parameters.</summary>
    public void Clear() => Array.Clear(_engines);

    private bool Has(RuleMethod method)
    {
        foreach (var participant in participants)
        {
            if (participant.Rule.HasMethod(method))
            {
                return true;
            }
        }

        return false;
    }

    private StepEngine EngineOf(RuleMethod method) => _engines[(int)method] ??= new(participants, method);

    private void RefuseWhileEvaluating()
    {
        foreach (var participant in participants)
        {
            participant.RefuseWhileEvaluating();
        }
    }
}
