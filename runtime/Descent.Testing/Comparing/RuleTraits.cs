using System.Reflection;
using Descent.Testing.Checks;

namespace Descent.Testing.Comparing;

/// <summary>What a rule is like, as far as checks depend on it.</summary>
internal sealed class RuleTraits
{
    public RuleTraits(Func<Optimizer> create)
    {
        using var optimizer = create();
        IsStrict = optimizer.GetType().GetCustomAttribute<OptimizerAttribute>()?.Math != FloatMath.Relaxed;
        HasUpdate = RuleMembers.HasUpdate(optimizer);
        TakesLearningRateZero = TrainingChecks.TrySetLearningRateZero(optimizer);
        Reduces = RuleMembers.IsOverOptimizer(optimizer) || optimizer.Add("weights", new double[1], new double[1]).State.Totals is not null;
        TakesSpecialValues = IsStrict && MethodTakes(create);
    }

    /// <summary>Whether the loop has to give the bits of the method.</summary>
    public bool IsStrict { get; }

    /// <summary>Whether spans can be updated, one tensor at a time.</summary>
    public bool HasUpdate { get; }

    /// <summary>Whether there is a learning rate, and 0 is in its range.</summary>
    public bool TakesLearningRateZero { get; }

    /// <summary>Whether a weight depends on the other weights.</summary>
    public bool Reduces { get; }

    /// <summary>Whether the author's method gives an answer for every number: <c>Math.Sign</c> throws on what is not one.</summary>
    public bool TakesSpecialValues { get; }

    private static bool MethodTakes(Func<Optimizer> create)
    {
        var values = SpecialValues.All<double>();
        using var run = new TensorRun<double>(create(), new Case<double>("", values, []));
        try
        {
            for (var step = 0; step < values.Length; step++)
            {
                double[] gradients = [.. values[step..], .. values[..step]];
                run.BindFirst(gradients);
                RuleMembers.ReferenceMove(run.Optimizer, "BeforeGradient", run.Parameter);
                run.Bind(gradients);
                RuleMembers.Reference(run.Optimizer, run.Parameter);
            }

            return true;
        }
        catch (ArithmeticException)
        {
            return false;
        }
    }
}
