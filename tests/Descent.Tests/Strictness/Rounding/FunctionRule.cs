using System.Collections.Concurrent;

namespace Descent.Tests.Strictness.Rounding;

/// <summary>A rule that makes of each weight a function of it, and of its gradient where the function is of two: what a user gets of the function.</summary>
internal static class FunctionRule
{
    private static readonly ConcurrentDictionary<string, CompiledRule> s_rules = new();

    /// <summary>The function of each pair, by the loop.</summary>
    public static float[] Apply(MathFunction function, float[] x, float[] y)
        => Apply($"{function.Name}(weight{(function.Count == 2 ? ", gradient" : "")})", x, y);

    /// <summary>The expression of each weight and gradient.</summary>
    public static float[] Apply(string expression, float[] x, float[] y)
    {
        using var optimizer = s_rules.GetOrAdd(expression, Compile).Create();
        var weights = (float[])x.Clone();
        optimizer.Add("weights", weights, y);
        optimizer.Step();
        return weights;
    }

    private static CompiledRule Compile(string expression)
    {
        var source = $$"""
            using System;
            using Descent;

            [Optimizer]
            internal sealed partial class FunctionRule
            {
                [Update]
                private static void Update(ref double weight, double gradient) => weight = {{expression}};
            }
            """;
        return CompiledRule.FromSource([("FunctionRule", source)])[0];
    }
}
