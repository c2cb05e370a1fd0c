using System.Reflection;
using System.Runtime.Loader;
using Descent.Generator.IR;
using Descent.Testing.Comparing;
using Descent.Testing;

namespace Descent.Tests.Strictness.Fuzzing;

/// <summary>A rule for which the compiler and its meaning differ, and how.</summary>
internal sealed record Failure(RuleTree Rule, string Problem);

/// <summary>
/// Compiles random rules together by the real generator and compares each, on ordinary and special values, with the evaluation of its
/// tree and, in double, with the author's method.
/// </summary>
internal static class RuleCheck
{
    /// <summary>The rules that fail, as they are.</summary>
    /// <param name="rules">The rules.</param>
    /// <param name="legal">How many of them a loop can do; the others are refused, as they should be.</param>
    public static IReadOnlyList<Failure> Run(IReadOnlyList<RuleTree> rules, out int legal)
    {
        var context = new AssemblyLoadContext(null, isCollectible: true);
        try
        {
            var compiled = CompiledRule.FromSource([.. rules.Select(rule => (rule.Name, RuleWriter.Write(rule)))], into: context, beside: OwnOperations.Text);
            legal = compiled.Count;
            return [.. compiled.Select(rule => Compare(rule, rules.First(tree => tree.Name == rule.Model.Name))).OfType<Failure>()];
        }
        catch (Exception error) when (rules.Count == 1)
        {
            legal = 0;
            return [new(rules[0], error.ToString())];
        }
        catch (Exception)
        {
            // One of them does not even compile: which?
            var first = Run([.. rules.Take(rules.Count / 2)], out legal);
            var second = Run([.. rules.Skip(rules.Count / 2)], out var others);
            legal += others;
            return [.. first, .. second];
        }
        finally
        {
            context.Unload();
        }
    }

    /// <summary>A failing rule, taken apart, and printed with the problem that is left.</summary>
    public static string Describe(Failure failure)
    {
        var smallest = Shrinker.Shrink(failure.Rule, candidates => [.. Run(candidates, out _).Select(found => found.Rule)]);
        var problem = Run([smallest], out _) is [var left, ..] ? left.Problem : failure.Problem;
        return $"{problem}\n{RuleWriter.Write(smallest)}(Shrunk from {failure.Rule.Size} parts to {smallest.Size}: {failure.Rule.Name}.)";
    }

    private static Failure? Compare(CompiledRule rule, RuleTree tree)
    {
        try
        {
            CheckStart(rule, tree);
            var random = new Random(tree.Size);
            var single = new RuleEvaluator<float>(tree);
            if (tree.Reduces && !tree.NamesRows)
            {
                // More than one block of the reduction's tree.
                Comparison.Run(rule, SpecialValues.Mixed<float>(random, 1100, specialShare: 0), _ => SpecialValues.Mixed<float>(random, 1100, specialShare: 0), single, steps: 1);
            }

            Comparison.Run(rule, SpecialValues.Mixed<float>(random, 45), _ => SpecialValues.Mixed<float>(random, 45), single, steps: 4, offset: 1);
            Comparison.Run(rule, SpecialValues.Mixed<double>(random, 45), _ => SpecialValues.Mixed<double>(random, 45), new RuleEvaluator<double>(tree), steps: 4, offset: 1);
            if (rule.Model.IsOverOptimizer)
            {
                SeveralTensors.Compare(rule, single, random);
                SeveralTensors.Compare(rule, new RuleEvaluator<double>(tree), random);
                SeveralTensors.CompareThreads<float>(rule, random);
            }

            if (tree.NamesRows)
            {
                SeveralShapes.Compare(rule, single, tree.HasMatrices, random);
                SeveralShapes.Compare(rule, new RuleEvaluator<double>(tree), tree.HasMatrices, random);
                SeveralShapes.ComparePlaces(rule, tree.HasMatrices, random);
            }

            DrawnStorage.Compare(rule.Create, rule.Model.Name, tree.Reduces, tree.NamesRows ? [22, 50] : [], random);
            return null;
        }
        catch (Exception error)
        {
            return new(tree, error is RuleCheckException or Xunit.Sdk.XunitException ? error.Message : (error as TargetInvocationException)?.InnerException?.ToString() ?? error.ToString());
        }
    }

    /// <summary>Whether each state starts with what its attribute says.</summary>
    private static void CheckStart(CompiledRule rule, RuleTree tree)
    {
        var (optimizer, states) = (rule.Create(), tree.States);
        var state = optimizer.Add<double>("weights", [3, 3, 3, 3, 3, 3], new double[6], [2, 3]).State;
        var (buffers, scalars, bands, element) = (rule.Buffers(state), rule.Scalars(optimizer, state), rule.Bands(state), 0);
        for (var index = 0; index < states.Count; index++)
        {
            double[] actual = states[index].Scope switch
            {
                Axes.Weight => buffers[element++].Values<double>().ToArray(),
                Axes.Row or Axes.Column => bands[index],
                _ => [scalars[index]],
            };
            var (start, size) = (states[index].Start.Value ?? 3, states[index].Scope == Axes.Row ? 2 : 3);
            double[] expected = states[index].IsSquare ? PlainMatrices.Diagonal(size, start) : [.. Enumerable.Repeat(start, actual.Length)];
            Comparison.Examine(rule, "its attributes").AssertEqual<double>(expected, actual, $"state {states[index].Symbol.Name}", "at first");
        }
    }
}
