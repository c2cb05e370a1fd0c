using System.Globalization;
using Descent.CompilerServices;

namespace Descent.Engine;

/// <summary>The methods of optimizers that step as one, in the order of a training: before the gradients, with them, to evaluation and back.</summary>
internal sealed class StepCycle(params Participant[] participants)
{
    /// <summary>What stands for the norm where nothing asked for it; one of gradients that are not finite may be NaN.</summary>
    private const string NoNorm = "-";

    private readonly StepEngine?[] _engines = new StepEngine?[Enum.GetValues<RuleMethod>().Length];
    private StepResult _before;

    /// <summary>
    /// Where the first gradients of the step under way were not finite, so that it will be skipped: index, frozen, without gradients, norm and name; empty where nothing is
    /// under way, or all were finite.
    /// </summary>
    public string Skipped
    {
        get => _before.IsSkipped
            ? string.Create(CultureInfo.InvariantCulture, $"{_before.NonFiniteIndex} {_before.Frozen} {_before.MissingGradients} {_before.GradientNorm?.ToString("R", CultureInfo.InvariantCulture) ?? NoNorm} {_before.NonFiniteParameterName}")
            : "";
        set => _before = ReadSkip(value) ?? default;
    }

    /// <summary>Whether a text is one that <see cref="Skipped"/> can have.</summary>
    public static bool IsSkip(string text) => text.Length == 0 || ReadSkip(text) is not null;

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
        _before = LooksAhead ? EngineOf(RuleMethod.BeforeGradient).Run(options).Known() : default;
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

    /// <summary>Throws if the weights do not stand where gradients that a method takes are computed.</summary>
    public void RequirePoint(RuleMethod method)
    {
        if (method is RuleMethod.Update or RuleMethod.BeforeGradient)
        {
            RefuseWhileEvaluating();
        }

        if (method == RuleMethod.Update && !_before.IsSkipped)
        {
            Array.ForEach(participants, participant => participant.RefuseUnmoved());
        }
    }

    /// <summary>Throws what else would keep a method from being run, as far as it shows before the first exchange of ranks that run it together.</summary>
    public void LookOver(RuleMethod method, OptimizerOptions options)
    {
        if (Has(method))
        {
            EngineOf(method).LookOver(options, method == RuleMethod.Update ? _before : default);
        }
    }

    /// <summary>Lets go of all that is known of parameters.</summary>
    public void Clear() => Array.Clear(_engines);

    private static StepResult? ReadSkip(string text)
        => text.Split(' ', 5) is [var index, var frozen, var missing, var norm, { Length: > 0 } name]
            && long.TryParse(index, NumberStyles.None, CultureInfo.InvariantCulture, out var nonFiniteIndex)
            && int.TryParse(frozen, NumberStyles.None, CultureInfo.InvariantCulture, out var frozenCount)
            && int.TryParse(missing, NumberStyles.None, CultureInfo.InvariantCulture, out var missingCount)
            && (double.TryParse(norm, NumberStyles.Float, CultureInfo.InvariantCulture, out var gradientNorm) || norm == NoNorm)
                ? new(0, frozenCount, missingCount) { NonFiniteParameterName = name, NonFiniteIndex = nonFiniteIndex, GradientNorm = norm == NoNorm ? null : gradientNorm }
                : null;

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
