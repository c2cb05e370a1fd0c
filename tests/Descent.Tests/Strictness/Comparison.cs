using System.Numerics;

namespace Descent.Tests.Strictness;

/// <summary>Runs a rule's fused loop beside its specification over several steps and compares weights and states as bits.</summary>
internal static class Comparison
{
    /// <summary>Compares the loop with the interpreter of the IR and, for double, with the generated reference.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="weights">The weights at first.</param>
    /// <param name="gradients">Makes the gradients of a step.</param>
    /// <param name="steps">How many steps.</param>
    /// <param name="offset">How far into a buffer the weights and gradients start, so that they are not aligned.</param>
    /// <param name="configure">Sets hyperparameters.</param>
    public static void Run<T>(
        CompiledRule rule, T[] weights, Func<int, T[]> gradients, int steps = 3, int offset = 0, Action<Optimizer>? configure = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>, IMinMaxValue<T>
        => Run(rule, weights, gradients, null, steps, offset, configure);

    /// <summary>Compares the loop with a specification and, for double, with the generated reference.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="weights">The weights at first.</param>
    /// <param name="gradients">Makes the gradients of a step.</param>
    /// <param name="specification">What the rule's update means; <see langword="null"/> for the interpreter of the IR.</param>
    /// <param name="steps">How many steps.</param>
    /// <param name="offset">How far into a buffer the weights and gradients start, so that they are not aligned.</param>
    /// <param name="configure">Sets hyperparameters.</param>
    public static void Run<T>(
        CompiledRule rule, T[] weights, Func<int, T[]> gradients, ISpecification<T>? specification, int steps = 3, int offset = 0, Action<Optimizer>? configure = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>, IMinMaxValue<T>
    {
        var length = weights.Length;
        var optimizer = Create(rule, configure);
        var memory = new T[offset + length];
        weights.CopyTo(memory, offset);
        var gradientMemory = new T[offset + length];
        var parameter = optimizer.Add("weights", memory.AsMemory(offset), gradientMemory.AsMemory(offset));
        var buffers = rule.Buffers<T>(parameter.State);

        var expected = (T[])weights.Clone();
        var states = buffers.Select(buffer => buffer.Span.ToArray()).ToList();
        var scalars = rule.Scalars(optimizer, parameter.State);
        var update = specification ?? new Interpreter<T>(rule, rule.Update, optimizer);
        var move = rule.BeforeGradient is { } program ? new Interpreter<T>(rule, program, optimizer) : null;

        var reference = typeof(T) == typeof(double) ? new ReferenceRun(rule, Create(rule, configure), (double[])(object)weights.Clone()) : null;
        for (var step = 1; step <= steps; step++)
        {
            optimizer.BeforeGradient();
            move?.Run(step, expected, [], states, scalars, []);
            reference?.BeforeGradient();

            var gradient = gradients(step);
            gradient.CopyTo(gradientMemory, offset);
            var inputs = Inputs(rule, gradient);
            rule.BindInputs<T>(parameter.State, number => inputs[number]);
            optimizer.Step();
            update.Run(step, expected, gradient, states, scalars, inputs);
            reference?.Update((double[])(object)gradient, number => (double[])(object)inputs[number]);
            Check(step);
        }

        if (rule.ToEvaluation is { } there && rule.ToTraining is { } back)
        {
            optimizer.Evaluate();
            new Interpreter<T>(rule, there, optimizer).Run(steps + 1, expected, [], states, scalars, []);
            reference?.Move("ToEvaluation");
            Check(steps);
            optimizer.Train();
            new Interpreter<T>(rule, back, optimizer).Run(steps + 1, expected, [], states, scalars, []);
            reference?.Move("ToTraining");
            Check(steps);
        }

        void Check(int step)
        {
            Bits.AssertEqual<double>(scalars, rule.Scalars(optimizer, parameter.State), index => $"{rule.Model.Name}<{typeof(T).Name}> against its meaning, state {index} of {length} at step {step}");
            Compare(rule, step, expected, states, memory.AsSpan(offset), [.. buffers.Select(buffer => buffer.Span.ToArray())], "meaning");
            if (reference is not null)
            {
                Bits.AssertEqual<double>(reference.Scalars, rule.Scalars(optimizer, parameter.State), index => $"{rule.Model.Name}<{typeof(T).Name}> against the reference, state {index} of {length} at step {step}");
                Compare(rule, step, (T[])(object)reference.Weights, [.. reference.States.Select(state => (T[])(object)state)], memory.AsSpan(offset), [.. buffers.Select(buffer => buffer.Span.ToArray())], "reference");
            }
        }
    }

    /// <summary>What the inputs of a rule are where the gradients are these: the first squares, and no two alike.</summary>
    public static IReadOnlyList<T[]> Inputs<T>(CompiledRule rule, T[] gradients)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        =>
        [
            .. rule.Model.Inputs.Items.Select((_, number)
                => gradients.Select((_, index) => number == 0 ? gradients[^(index + 1)] * gradients[^(index + 1)] : gradients[(index + number) % gradients.Length]).ToArray()),
        ];

    private static Optimizer Create(CompiledRule rule, Action<Optimizer>? configure)
    {
        var optimizer = rule.Create();
        configure?.Invoke(optimizer);
        return optimizer;
    }

    private static void Compare<T>(CompiledRule rule, int step, T[] weights, IReadOnlyList<T[]> states, ReadOnlySpan<T> actualWeights, IReadOnlyList<T[]> actualStates, string against)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var length = weights.Length;
        Bits.AssertEqual(weights, actualWeights, index => $"{rule.Model.Name}<{typeof(T).Name}> against the {against}, weight {index} of {length} at step {step}");
        for (var state = 0; state < states.Count; state++)
        {
            var name = rule.Model.States.Items.Where(model => model.Scope == Descent.Generator.IR.StateScope.Element).ElementAt(state).Name;
            Bits.AssertEqual<T>(states[state], actualStates[state], index => $"{rule.Model.Name}<{typeof(T).Name}> against the {against}, state {name}[{index}] of {length} at step {step}");
        }
    }

    /// <summary>The author's method, run through the generated <c>Reference</c>.</summary>
    private sealed class ReferenceRun
    {
        private readonly CompiledRule _rule;
        private readonly Optimizer _optimizer;
        private readonly OptimizerState _state;
        private readonly double[] _gradients;

        public ReferenceRun(CompiledRule rule, Optimizer optimizer, double[] weights)
        {
            (_rule, _optimizer, Weights, _gradients) = (rule, optimizer, weights, new double[weights.Length]);
            _state = optimizer.Add("weights", weights, _gradients).State;
        }

        public double[] Weights { get; }

        public IEnumerable<double[]> States => _rule.Buffers<double>(_state).Select(buffer => buffer.Span.ToArray());

        public double[] Scalars => _rule.Scalars(_optimizer, _state);

        public void BeforeGradient()
        {
            if (_rule.BeforeGradient is not null)
            {
                Move("BeforeGradient");
            }
        }

        public void Move(string kind) => _rule.RunReferenceMove(kind, _optimizer, Weights, _state);

        public void Update(double[] gradients, Func<int, ReadOnlyMemory<double>> inputs)
        {
            gradients.CopyTo(_gradients, 0);
            _rule.BindInputs<double>(_state, inputs);
            _rule.RunReference(_optimizer, Weights, _gradients, _state);
        }
    }
}
