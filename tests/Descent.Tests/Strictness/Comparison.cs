using System.Numerics;
using Descent.Generator.IR;
using Descent.Testing.Comparing;

namespace Descent.Tests.Strictness;

/// <summary>Runs a rule's fused loop beside its specification over several steps and compares weights and states as bits.</summary>
internal static class Comparison
{
    /// <summary>Compares the loop with a specification and, for double, with the author's method.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="weights">The weights at first.</param>
    /// <param name="gradients">Makes the gradients of a step.</param>
    /// <param name="specification">What the rule's update means; <see langword="null"/> for the interpreter of the IR.</param>
    /// <param name="steps">How many steps.</param>
    /// <param name="offset">How far into a buffer the weights and gradients start, so that they are not aligned.</param>
    public static void Run<T>(
        CompiledRule rule, T[] weights, Func<int, T[]> gradients, ISpecification<T>? specification = null, int steps = 3, int offset = 0)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>, IMinMaxValue<T>
    {
        var given = new Case<T>("", weights, [.. Enumerable.Range(1, steps).Select(gradients)]) { Offset = offset, Input = Input };
        WithMeaning(rule, given, specification);
        if (given is Case<double> inDouble)
        {
            MethodComparison.Run(Examine(rule, "the author's method"), inDouble);
        }
    }

    /// <summary>Compares the loop with a specification.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="given">Weights and gradients.</param>
    /// <param name="specification">What the rule's update means; <see langword="null"/> for the interpreter of the IR.</param>
    public static void WithMeaning<T>(CompiledRule rule, Case<T> given, ISpecification<T>? specification = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>, IMinMaxValue<T>
    {
        var examination = Examine(rule, "its meaning");
        using var run = new TensorRun<T>(given.Create(rule.Create), given);
        var optimizer = run.Optimizer;
        var buffers = rule.Buffers(run.Parameter.State);

        var expected = (T[])given.Weights.Clone();
        var states = buffers.Select(buffer => buffer.Values<T>().ToArray()).ToList();
        var scalars = rule.Scalars(optimizer, run.Parameter.State);
        var bands = rule.Bands(run.Parameter.State);
        var update = specification is null ? Interpret(rule.Update) : OfShape(specification);
        var move = rule.BeforeGradient is { } program ? Interpret(program) : null;
        for (var step = 1; step <= given.Gradients.Count; step++)
        {
            var gradients = given.Gradients[step - 1];
            T[] first = rule.Model.BeforeGradient?.TakesGradients == true ? Array.ConvertAll(gradients, gradient => gradient + gradient) : [];
            move?.Run(step, expected, first, states, scalars, []);
            update.Run(step, expected, gradients, states, scalars, Inputs(rule, gradients, given.Input));
            run.Step(gradients);
            AssertEqual(step);
        }

        if (rule.ToEvaluation is { } there && rule.ToTraining is { } back)
        {
            var next = given.Gradients.Count + 1;
            optimizer.Evaluate();
            Interpret(there).Run(next, expected, [], states, scalars, []);
            AssertEqual(next);
            optimizer.Train();
            Interpret(back).Run(next, expected, [], states, scalars, []);
            AssertEqual(next);
        }

        ISpecification<T> Interpret(Program program) => OfShape(new Interpreter<T>(rule, program, optimizer));

        ISpecification<T> OfShape(ISpecification<T> meaning)
        {
            (meaning.Columns, meaning.Bands) = (run.Parameter.State.Columns, bands);
            return meaning;
        }

        void AssertEqual(int step)
        {
            var where = $"step {step}, {given.What}";
            foreach (var (expectedBand, actualBand) in bands.Zip(rule.Bands(run.Parameter.State)))
            {
                examination.AssertEqual<double>(expectedBand, actualBand, "state of rows or columns", where);
            }

            examination.AssertEqual<double>(scalars, rule.Scalars(optimizer, run.Parameter.State), "state of the tensor", where);
            examination.AssertEqual<T>(expected, run.Parameter.Weights.ReadOnlySpan<T>(), "weight", where);
            for (var state = 0; state < states.Count; state++)
            {
                examination.AssertEqual<T>(states[state], buffers[state].Values<T>(), $"state {state}", where);
            }
        }
    }

    /// <summary>What the comparison of a rule with something reports to.</summary>
    public static Examination Examine(CompiledRule rule, string against)
        => new(rule.Model.Name, rule.Create, $"the comparison with {against}", "", seed: 0);

    /// <summary>What the inputs of a rule are where the gradients are these.</summary>
    public static IReadOnlyList<T[]> Inputs<T>(CompiledRule rule, T[] gradients, InputWriter<T>? writer = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        =>
        [
            .. rule.Model.Inputs.Items.Select((_, number) =>
            {
                var values = new T[gradients.Length];
                (writer ?? Input)(gradients, number, values);
                return values;
            }),
        ];

    /// <summary>The first input is of squares, and no two are alike.</summary>
    private static void Input<T>(ReadOnlySpan<T> gradients, int number, Span<T> input)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (var index = 0; index < input.Length; index++)
        {
            input[index] = number == 0 ? gradients[^(index + 1)] * gradients[^(index + 1)] : gradients[(index + number) % gradients.Length];
        }
    }
}
