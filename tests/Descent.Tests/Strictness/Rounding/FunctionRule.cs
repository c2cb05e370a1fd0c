using System.Collections.Concurrent;

namespace Descent.Tests.Strictness.Rounding;

/// <summary>A rule that makes of each weight a function of it, and of its gradient where the function is of two: what a user gets of the function.</summary>
internal static class FunctionRule
{
    private static readonly ConcurrentDictionary<string, CompiledRule> s_rules = new();

    /// <summary>The function of each pair, by the loop.</summary>
    public static float[] Apply(MathFunction function, float[] x, float[] y)
    {
        using var optimizer = s_rules.GetOrAdd(function.Name, Compile, function.Count).Create();
        var weights = (float[])x.Clone();
        optimizer.Add("weights", weights, y);
        optimizer.Step();
        return weights;
    }

    private static CompiledRule Compile(string name, int count)
    {
        var source = $$"""
            using System;
            using Descent;

            [Optimizer]
            internal sealed partial class FunctionRule
            {
                [Update]
                private static void Update(ref double weight, double gradient) => weight = {{name}}(weight{{(count == 2 ? ", gradient" : "")}});
            }
            """;
        return CompiledRule.FromSource([("FunctionRule", source)])[0];
    }
}
