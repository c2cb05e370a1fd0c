using System.ComponentModel;

namespace Descent.CompilerServices;

/// <summary>The methods of a rule that run over all weights. Not meant to be used by hand.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public enum RuleMethod
{
    /// <summary>The <see cref="UpdateAttribute"/> method.</summary>
    Update,

    /// <summary>The <see cref="BeforeGradientAttribute"/> method.</summary>
    BeforeGradient,

    /// <summary>The <see cref="ToEvaluationAttribute"/> method.</summary>
    ToEvaluation,

    /// <summary>The <see cref="ToTrainingAttribute"/> method.</summary>
    ToTraining,
}
