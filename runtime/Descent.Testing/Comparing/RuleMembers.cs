using System.Numerics;
using Descent.CompilerServices;

namespace Descent.Testing.Comparing;

/// <summary>What the compiler generates for a rule under names of the rule's own, found in the rule's schema.</summary>
internal static class RuleMembers
{
    /// <summary>Sets a hyperparameter, unless the rule refuses the value.</summary>
    /// <returns>Whether it is set.</returns>
    public static bool TrySet(Hyperparameter hyperparameter, object value)
    {
        try
        {
            hyperparameter.Value = value;
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    /// <summary>Sets the rate to 0, if the rule has one and takes that.</summary>
    public static bool TrySetLearningRateZero(RuleOptimizer optimizer)
        => optimizer.Hyperparameters.FirstOrDefault(hyperparameter => hyperparameter is { Role: HyperparameterRole.LearningRate, Schema.IsReadOnly: false }) is { } rate
            && TrySet(rate, 0.0);

    /// <summary>The states with one value for each weight.</summary>
    public static IEnumerable<StateView> PerWeight(Parameter parameter) => parameter.States.Where(state => IsOfWeights(state));

    /// <summary>The states with one value for each row or column, for the tensor or for the optimizer.</summary>
    public static IEnumerable<StateView> Others(RuleOptimizer optimizer, Parameter parameter)
        => [.. parameter.States.Where(state => !IsOfWeights(state)), .. optimizer.States];

    /// <summary>Whether a state has values of the weights' type.</summary>
    private static bool IsOfWeights(StateView state) => state.Schema.Per == Per.Weight || state.Schema.IsSquare;

    /// <summary>Whether a state is one value, not memory.</summary>
    public static bool IsOneValue(StateView state) => state.Schema.Per is Per.Tensor or Per.Optimizer;

    /// <summary>The values of a state of which there is not one for each weight.</summary>
    public static double[] ValuesOf(StateView state) => IsOneValue(state) ? [state.Value] : state.ToArray<double>();

    /// <summary>Whether Descent compiled the rule, and so wrote what the checks compare with.</summary>
    public static bool IsCompiled(RuleOptimizer optimizer) => RuleAccess.Of(optimizer).Schema is not null;

    /// <summary>Whether a step of one tensor depends on other tensors, so that the reference takes all parameters at once.</summary>
    public static bool IsOverOptimizer(RuleOptimizer optimizer) => RuleAccess.Of(optimizer).IsOverOptimizer;

    /// <summary>Whether the rule has a method.</summary>
    public static bool Has(RuleOptimizer optimizer, RuleMethod method) => RuleAccess.Of(optimizer).HasMethod(method);

    /// <summary>Runs the specification of a method: the author's, for one weight after the other. Does nothing if the rule has none of this kind.</summary>
    public static void Reference(RuleOptimizer optimizer, RuleMethod method, Parameter parameter)
    {
        if (Has(optimizer, method))
        {
            RuleAccess.Of(optimizer).Reference(method, parameter);
        }
    }

    /// <summary>Runs a method over the memory of a parameter, as users do who keep none. Does nothing if the rule has none of this kind.</summary>
    public static void RunSpans<T>(RuleOptimizer optimizer, RuleMethod method, Parameter parameter)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (Has(optimizer, method))
        {
            RuleAccess.Of(optimizer).CreateSweeps<T>().RunSpans(method, parameter.State, parameter.Weights.Span<T>(), parameter.Gradients.ReadOnlySpan<T>());
        }
    }
}
