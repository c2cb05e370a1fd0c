using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.InteropServices;
using Descent.CompilerServices;

namespace Descent.Cuda.Check;

/// <summary>
/// Steps with the same rule here and on a GPU, every other step as a graph where the rule waits for nothing, and compares all weights and states to the bit, all NaNs being one value.
/// </summary>
internal static class Comparison
{
    private const int Steps = 8;

    private static readonly int[] s_lengths = [1, 31, 1000, 8192, 70_001];

    /// <summary>The built-in rules that opted in.</summary>
    [SuppressMessage("Trimming", "IL2026", Justification = "The assembly is kept whole.")]
    public static IReadOnlyList<Type> Rules { get; } = [.. typeof(Optimizer).Assembly.GetTypes()
        .Where(type => type is { IsPublic: true, IsAbstract: false } && type.IsSubclassOf(typeof(RuleOptimizer)) && !RuleAccess.Of(Create(type)).CudaText.IsEmpty)
        .OrderBy(type => type.Name, StringComparer.Ordinal)];

    /// <summary>Whether a rule runs there over weights of <see cref="double"/>.</summary>
    public static bool TakesDoubles(Type rule) => RuleAccess.Of(Create(rule)).CudaFunctions.Length == 0;

    /// <summary>The first difference, in words; <see langword="null"/> if there is none.</summary>
    public static string? Run<T>(CudaDevice device, Type rule)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>, IMinMaxValue<T>
        => Run<T>(device, rule, 0.05) ?? Run<T>(device, rule, 0);

    private static string? Run<T>(CudaDevice device, Type rule, double specialShare)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>, IMinMaxValue<T>
    {
        using var here = Create(rule);
        using var there = Create(rule);
        var random = new Random(1);
        List<CudaBuffer<T>> weights = [], gradients = [];
        foreach (var length in s_lengths)
        {
            var values = Values<T>(random, length, specialShare);
            weights.Add(device.Allocate<T>(values));
            gradients.Add(device.Allocate<T>(length));
            here.Add(FormattableString.Invariant($"tensor{length}"), values, new T[length]);
            there.Add(FormattableString.Invariant($"tensor{length}"), weights[^1].Memory, gradients[^1].Memory);
        }

        using var graph = Capture(there, device);
        string? difference = null;
        for (var step = 1; step <= Steps && difference is null; step++)
        {
            if (here.EvaluatesTwice)
            {
                SetGradients();
            }

            here.BeforeGradient();
            there.BeforeGradient();
            SetGradients();
            here.Step();
            if (graph is null || step % 2 == 1)
            {
                there.Step();
            }
            else
            {
                graph.Step();
            }

            difference = Differ<T>(here, there) is { } found ? FormattableString.Invariant($"step {step}: {found}") : null;
        }

        weights.ForEach(buffer => buffer.Dispose());
        gradients.ForEach(buffer => buffer.Dispose());
        return difference;

        void SetGradients()
        {
            for (var index = 0; index < s_lengths.Length; index++)
            {
                var values = Values<T>(random, s_lengths[index], specialShare);
                values.CopyTo(here.Parameters[index].Gradients.Span<T>());
                gradients[index].CopyFrom(values);
            }
        }
    }

    private static CudaGraph? Capture(RuleOptimizer optimizer, CudaDevice device)
    {
        try
        {
            return optimizer.Capture(device.WrapStream(0));
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static string? Differ<T>(RuleOptimizer here, RuleOptimizer there)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (var (mine, theirs) in here.Parameters.Zip(there.Parameters))
        {
            foreach (var (expected, actual) in mine.States.Zip(theirs.States).Where(pair => pair.First.Schema.Per == Per.Weight).Select(pair => ((TensorView)pair.First, (TensorView)pair.Second)).Append((mine.Weights, theirs.Weights)))
            {
                T[] x = expected.ToArray<T>(), y = actual.ToArray<T>();
                for (var index = 0; index < x.Length; index++)
                {
                    if (T.IsNaN(x[index]) ? !T.IsNaN(y[index]) : !MemoryMarshal.AsBytes(x.AsSpan(index, 1)).SequenceEqual(MemoryMarshal.AsBytes(y.AsSpan(index, 1))))
                    {
                        return FormattableString.Invariant($"{mine.Name}.{expected.Name}[{index}] is {y[index]}, here {x[index]}");
                    }
                }
            }
        }

        return null;
    }

    private static T[] Values<T>(Random random, int length, double specialShare)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>, IMinMaxValue<T>
    {
        T[] special = [T.Zero, T.NegativeZero, T.Epsilon, -T.Epsilon, T.MaxValue, T.MinValue, T.PositiveInfinity, T.NegativeInfinity, T.NaN];
        return [.. Enumerable.Range(0, length).Select(_ => random.NextDouble() < specialShare ? special[random.Next(special.Length)] : T.CreateTruncating((random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-8, 5))))];
    }

    [SuppressMessage("Trimming", "IL2067", Justification = "The assembly is kept whole.")]
    private static RuleOptimizer Create(Type rule) => (RuleOptimizer)Activator.CreateInstance(rule)!;
}
