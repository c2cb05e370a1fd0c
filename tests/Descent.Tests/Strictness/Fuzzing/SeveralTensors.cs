using System.Numerics;
using Descent.CompilerServices;
using Descent.Testing.Comparing;

namespace Descent.Tests.Strictness.Fuzzing;

/// <summary>Compares rules that look at the whole optimizer where it has several tensors: with their meaning, and between numbers of threads.</summary>
internal static class SeveralTensors
{
    private const int Steps = 3;

    /// <summary>Of several blocks, of none, of less than a vector; the last one takes no part.</summary>
    private static readonly int[] s_lengths = [45, 0, 600, 3, 20];

    /// <summary>So many that threads share the step, in several chunks.</summary>
    private static readonly int[] s_longLengths = [20_000, 1, 0, 30_000];

    /// <summary>Compares with the meaning and, for double, with the generated reference.</summary>
    public static void Compare<T>(CompiledRule rule, RuleEvaluator<T> meaning, Random random)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>, IMinMaxValue<T>
    {
        var run = new OneRun<T>(rule, s_lengths, random.Next());
        var reference = typeof(T) == typeof(double) ? run.Again() : null;
        foreach (var other in new[] { run, reference })
        {
            other?.Freeze();
        }

        var expected = run.Tensors().ToList();
        for (var step = 1; step <= Steps; step++)
        {
            var gradients = run.Next(specialShare: step == Steps ? 0.02 : 0);
            for (var tensor = 0; tensor < expected.Count; tensor++)
            {
                expected[tensor] = expected[tensor] with { Gradients = gradients[tensor], Inputs = run.Inputs(tensor) };
            }

            run.Optimizer.Step();
            meaning.Run(step, expected.SkipLast(1).ToList());
            Check(rule, expected.SkipLast(1).ToList(), run, $"their meaning at step {step}");
            if (reference is not null)
            {
                reference.Next(specialShare: step == Steps ? 0.02 : 0);
                RuleMembers.Reference(reference.Optimizer, RuleMethod.Update, (Parameter)reference.Optimizer.Parameters[0]);
                Check(rule, reference.Tensors().ToList(), run, $"the reference at step {step}");
            }
        }
    }

    /// <summary>Compares one thread with several.</summary>
    public static void CompareThreads<T>(CompiledRule rule, Random random)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>, IMinMaxValue<T>
    {
        var one = new OneRun<T>(rule, s_longLengths, random.Next());
        one.Optimizer.Options.MaxDegreeOfParallelism = 1;
        foreach (var threads in new[] { 2, 5 })
        {
            var several = one.Again();
            several.Optimizer.Options.MaxDegreeOfParallelism = threads;
            one = one.Again();
            one.Optimizer.Options.MaxDegreeOfParallelism = 1;
            for (var step = 1; step <= Steps; step++)
            {
                one.Next(specialShare: 0);
                several.Next(specialShare: 0);
                one.Optimizer.Step();
                several.Optimizer.Step();
                Check(rule, one.Tensors().ToList(), several, $"one thread, not {threads}, at step {step}");
            }
        }
    }

    private static void Check<T>(CompiledRule rule, IReadOnlyList<Tensor<T>> expected, OneRun<T> run, string against)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>, IMinMaxValue<T>
    {
        var examination = Comparison.Examine(rule, against);
        foreach (var (tensor, actual) in expected.Zip(run.Tensors()))
        {
            const string Where = "of several tensors";
            examination.AssertEqual<T>(tensor.Weights, actual.Weights, "weight", Where);
            examination.AssertEqual<double>(tensor.Scalars, actual.Scalars, "state of the tensor", Where);
            foreach (var (state, own) in tensor.States.Zip(actual.States))
            {
                examination.AssertEqual<T>(state, own, "state", Where);
            }
        }
    }

    /// <summary>An optimizer with its tensors; the same seed gives the same numbers.</summary>
    private sealed class OneRun<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>, IMinMaxValue<T>
    {
        private readonly CompiledRule _rule;
        private readonly int[] _lengths;
        private readonly int _seed;
        private readonly Random _random;
        private readonly List<T[]> _weights = [];
        private readonly List<T[]> _gradients = [];

        public OneRun(CompiledRule rule, int[] lengths, int seed)
        {
            (_rule, _lengths, _seed, _random, Optimizer) = (rule, lengths, seed, new Random(seed), rule.Create());
            foreach (var length in lengths)
            {
                _weights.Add(SpecialValues.Mixed<T>(_random, length, specialShare: 0));
                _gradients.Add(new T[length]);
                Optimizer.Add($"weights {_weights.Count}", _weights[^1], _gradients[^1]);
            }
        }

        public RuleOptimizer Optimizer { get; }

        public OneRun<T> Again() => new(_rule, _lengths, _seed);

        public void Freeze() => Optimizer.Parameters[_lengths.Length - 1].IsFrozen = true;

        /// <summary>The gradients of the next step.</summary>
        public IReadOnlyList<T[]> Next(double specialShare)
        {
            for (var tensor = 0; tensor < _lengths.Length; tensor++)
            {
                SpecialValues.Mixed<T>(_random, _lengths[tensor], specialShare).CopyTo(_gradients[tensor], 0);
                foreach (var (name, values) in Optimizer.Schema.Inputs.Zip(Inputs(tensor)))
                {
                    ((Parameter)Optimizer.Parameters[tensor]).BindInput(name, values);
                }
            }

            return _gradients;
        }

        public IReadOnlyList<T[]> Inputs(int tensor) => Comparison.Inputs(_rule, _gradients[tensor]);

        /// <summary>Copies of all memory.</summary>
        public IEnumerable<Tensor<T>> Tensors() => Optimizer.Parameters.Select((parameter, tensor) => new Tensor<T>(
            [.. _weights[tensor]],
            _gradients[tensor],
            [.. _rule.Buffers(parameter.State).Select(buffer => buffer.Values<T>().ToArray())],
            _rule.Scalars(Optimizer, parameter.State),
            [])
        {
            Name = parameter.Name,
        });
    }
}
