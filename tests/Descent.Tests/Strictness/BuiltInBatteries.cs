using Descent.Testing;

namespace Descent.Tests.Strictness;

/// <summary>The batteries of the built-in rules, with what is stated of each.</summary>
internal static class BuiltInBatteries
{
    public static RuleBattery Of(string name) => new(Creating(name))
    {
        NotANumber = name switch
        {
            // It steps only where update and gradient agree in sign, and no sign agrees with that of what is not a number.
            nameof(CautiousLion) => NotANumberOutcome.WeightStays,
            // So do these, but they decay the weight.
            nameof(CautiousAdamW) or nameof(CautiousAmsGrad) or nameof(CautiousNAdamW) => NotANumberOutcome.NotStated,
            // It divides every gradient by the norm of all.
            nameof(NovoGrad) => NotANumberOutcome.TensorBecomesNotANumber,
            _ => NotANumberOutcome.WeightBecomesNotANumber,
        },
        ZeroLearningRateLeavesWeights = name is not (
            // The step size is clipped from below, by a bound that the rate is not part of.
            nameof(AdaBound) or nameof(AmsBound)
            // ε is added to the rate.
            or nameof(MadGrad)
            // The weight is an average of two equal numbers then, and rounded.
            or nameof(AccSgd) or nameof(DAdaptSgd) or nameof(MirrorMadGrad)),
    };

    public static Func<RuleOptimizer> Creating(string name)
    {
        var type = typeof(Optimizer).Assembly.GetType("Descent." + name)!;
        return type.Name switch
        {
            // From weights that its dual does not know, FTRL goes to 0 first, and from there in steps that shrink as AdaGrad's do.
            nameof(Ftrl) => () => new Ftrl { LearningRate = 0.5 },
            // It is told the loss; without, it thinks that it has arrived.
            nameof(PolyakSgd) => () => new PolyakSgd { Loss = 1 },
            // At temperature 1 it samples, and finds no minimum.
            nameof(Sgld) => () => new Sgld { LearningRate = 0.01, Temperature = 1e-6 },
            _ => () => (RuleOptimizer)Activator.CreateInstance(type)!,
        };
    }
}
