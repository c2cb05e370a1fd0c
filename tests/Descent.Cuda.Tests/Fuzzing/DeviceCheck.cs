using System.Numerics;
using System.Reflection;
using System.Runtime.Loader;
using Descent.Tests.Strictness.Fuzzing;
using CompiledRule = Descent.Tests.Strictness.CompiledRule;
using RuleAccess = Descent.CompilerServices.RuleAccess;

namespace Descent.Cuda.Tests.Fuzzing;

/// <summary>A rule that leaves other bits on a GPU than on this processor, and how.</summary>
internal sealed record DeviceFailure(RuleTree Rule, string Problem);

/// <summary>Compiles random rules together, for GPUs as well, and compares each on the interpreter with this processor.</summary>
internal static class DeviceCheck
{
    private const string Targets = "(Targets = ComputeTargets.Cuda)";
    private const int Steps = 2;

    /// <summary>Of one weight, of a part of a warp, of several of its rounds, of more than a block's threads.</summary>
    private static readonly int[] s_lengths = [1, 45, 300];

    /// <summary>The rules that fail, as they are.</summary>
    /// <param name="rules">The rules.</param>
    /// <param name="ran">How many of them run there; the others are refused, for their inputs or as no loop at all.</param>
    public static IReadOnlyList<DeviceFailure> Run(IReadOnlyList<RuleTree> rules, out int ran)
    {
        var context = new AssemblyLoadContext(null, isCollectible: true);
        try
        {
            var compiled = CompiledRule.FromSource([.. rules.Select(rule => (rule.Name, RuleWriter.Write(rule, Targets)))], into: context)
                .Where(rule => !RuleAccess.Of(rule.Create()).CudaText.IsEmpty).ToList();
            ran = compiled.Count;
            return [.. compiled.Select(rule => Compare(rule, rules.First(tree => tree.Name == rule.Model.Name))).OfType<DeviceFailure>()];
        }
        catch (Exception error) when (rules.Count == 1)
        {
            ran = 0;
            return [new(rules[0], error.ToString())];
        }
        catch (Exception)
        {
            // One of them does not even compile: which?
            var first = Run([.. rules.Take(rules.Count / 2)], out ran);
            var second = Run([.. rules.Skip(rules.Count / 2)], out var others);
            ran += others;
            return [.. first, .. second];
        }
        finally
        {
            context.Unload();
        }
    }

    /// <summary>A failing rule, taken apart, and printed with the problem that is left.</summary>
    public static string Describe(DeviceFailure failure)
    {
        var smallest = Shrinker.Shrink(failure.Rule, candidates => [.. Run(candidates, out _).Select(found => found.Rule)]);
        var problem = Run([smallest], out _) is [var left, ..] ? left.Problem : failure.Problem;
        return $"{problem}\n{RuleWriter.Write(smallest, Targets)}(Shrunk from {failure.Rule.Size} parts to {smallest.Size}: {failure.Rule.Name}.)";
    }

    private static DeviceFailure? Compare(CompiledRule rule, RuleTree tree)
    {
        try
        {
            var seed = tree.Size;
            if (tree.Reduces)
            {
                // Of a total one special value would be all that is left.
                Native<float>(0, [1100, 3]);
            }

            Native<float>(0.1, s_lengths);
            if (RuleAccess.Of(rule.Create()).CudaFunctions.Length == 0)
            {
                Native<double>(0.1, s_lengths);
            }

            switch (seed % 4)
            {
                case 0:
                    Stored<BFloat16, BFloat16>(StateStorage.Native, WeightPrecision.Compensated);
                    break;
                case 1:
                    Stored<Half, float>(StateStorage.BFloat16, WeightPrecision.Stochastic);
                    break;
                case 2:
                    Stored<BFloat16, Half>(StateStorage.Half);
                    break;
                default:
                    Stored<float, BFloat16>(StateStorage.Half);
                    break;
            }

            return null;

            void Native<T>(double specialShare, int[] lengths)
                where T : unmanaged, IBinaryFloatingPointIeee754<T>, IMinMaxValue<T>
            {
                using var pair = new Pair<T>(() => Create(StateStorage.Native, WeightPrecision.Nearest), seed, specialShare);
                foreach (var length in lengths)
                {
                    pair.Add($"weights{length}", length);
                }

                for (var step = 1; step <= Steps; step++)
                {
                    pair.Step();
                    pair.AssertSame($"{typeof(T).Name}, {specialShare} special, step {step}");
                }
            }

            void Stored<TWeight, TGradient>(StateStorage states, WeightPrecision precision = WeightPrecision.Nearest)
                where TWeight : unmanaged
                where TGradient : unmanaged
            {
                using var pair = new StoredPair<TWeight, TGradient>(() => Create(states, precision), tree.Reduces ? 0 : 0.1);
                pair.Add("first", 45).Add("second", 300);
                for (var step = 1; step <= Steps; step++)
                {
                    pair.Step();
                    pair.AssertSame($"{typeof(TWeight).Name}, {typeof(TGradient).Name}, {states}, step {step}");
                }
            }

            RuleOptimizer Create(StateStorage states, WeightPrecision precision)
            {
                var optimizer = rule.Create();
                (optimizer.Storage.States, optimizer.Storage.Weights, optimizer.Options.Seed) = (states, precision, (ulong)seed);
                return optimizer;
            }
        }
#pragma warning disable CA1031 // Whatever a step throws is found.
        catch (Exception error)
#pragma warning restore CA1031
        {
            return new(tree, error is Xunit.Sdk.XunitException ? error.Message : (error as TargetInvocationException)?.InnerException?.ToString() ?? error.ToString());
        }
    }
}
