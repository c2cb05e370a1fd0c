using Descent.CompilerServices;

namespace Descent.Tests.Battery;

/// <summary>A rule whose method throws on gradients that are not a number, as <see cref="Math.Sign(double)"/> does.</summary>
[Optimizer]
internal sealed partial class SignOfGradient
{
    [Hyperparameter(1e-3, Min = 0)]
    public partial double LearningRate { get; set; }

    [Update]
    private void Update(ref double weight, double gradient) => weight -= LearningRate * Math.Sign(gradient);
}

/// <summary>A rule whose method throws on gradients that are not a number only where an option is on.</summary>
[Optimizer]
internal sealed partial class SignUnderAnOption
{
    [Hyperparameter(1e-3, Min = 0)]
    public partial double LearningRate { get; set; }

    [Hyperparameter(false)]
    public partial bool UseSign { get; set; }

    [Update]
    private void Update(ref double weight, double gradient) => weight -= LearningRate * (UseSign ? Math.Sign(gradient) : gradient);
}

/// <summary>A rule whose method throws where a weight is huge: the bounds of <see cref="Math.Clamp(double, double, double)"/> have changed places.</summary>
[Optimizer]
internal sealed partial class ClampByWeight
{
    [Hyperparameter(1e-3, Min = 0)]
    public partial double LearningRate { get; set; }

    [Update]
    private void Update(ref double weight, double gradient) => weight -= LearningRate * Math.Clamp(gradient, -1, 1 - (1e-20 * Math.Abs(weight)));
}

/// <summary>An optimizer that no compiler wrote.</summary>
internal sealed class WithoutReference : RuleOptimizer
{
    protected override CompiledRule CompiledRule => field ??= new Nothing();

    private sealed class Nothing : CompiledRule
    {
        public override Parameter CreateParameter<T>(ParameterSource source, ReadOnlySpan<T> weights)
            => throw new NotSupportedException();

        public override CompiledSweeps<T> CreateSweeps<T>() => throw new NotSupportedException();
    }
}
