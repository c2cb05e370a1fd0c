using System.Reflection;
using Descent.CompilerServices;
using Descent.Testing.Comparing;
using Descent.Tests.Strictness.Chance;

namespace Descent.Tests.Strictness.ReaderFuzzing;

/// <summary>
/// Runs a compiled rule beside its plain copy, which the compiler has never seen, and beside its own method through <c>Reference</c>, and
/// compares weights and states as bits after each step.
/// </summary>
internal sealed class SourceRun
{
    private const int Steps = 3;

    /// <summary>Rows and columns of what a rule that names those runs over; of any other it is a vector of as many weights as the first has columns.</summary>
    private static readonly (int Rows, int Columns)[] s_shapes = [(1, 13), (13, 1), (3, 5), (5, 3), (4, 4), (2, 9), (9, 2), (3, 17), (17, 3), (2, 33)];

    /// <summary>Values that hyperparameters take, within the range of each: of numbers, and of the modes.</summary>
    private static readonly double[] s_numbers = [0, 1e-310, 0.25, 0.5, 1 - 1e-16];

    /// <inheritdoc cref="s_numbers"/>
    private static readonly int[] s_modes = [0, 2, -3];

    private delegate void PlainStep(int step, int columns, double[] weights, double[] gradients, double[][] states, double[][] inputs, double[][] draws, Exception?[] thrown);

    private readonly Type _rule;
    private readonly Type _plain;
    private readonly FieldInfo _hasThrown;
    private readonly PlainCopy _copy;
    private readonly Random _random;
    private readonly (int Rows, int Columns) _shape;
    private readonly double _specialShare = SpecialValues.UsualShare;

    private int Length => _shape.Rows * _shape.Columns;

    private SourceRun(Type rule, Type plain, PlainCopy copy, int seed)
    {
        (_rule, _plain, _copy, _random, _hasThrown) = (rule, plain, copy, new Random(seed), plain.Assembly.GetType("Exact")!.GetField("HasThrown")!);
        _shape = s_shapes[0];
        if (copy.NamesRows)
        {
            // In a total one special value would be all that is left.
            _shape = s_shapes[plain.FullName!.Sum(letter => letter) % s_shapes.Length];
            _specialShare /= 10;
        }

        var reduce = plain.Assembly.GetType(nameof(PlainReduce))!;
        reduce.GetProperty("Whole")!.SetValue(null, (Func<string, double[], double[][], double[], int, double[]>)PlainMatrices.Apply<double>);
        reduce.GetProperty(nameof(PlainReduce.Totals))!.SetValue(
            null, (string kind, string per, double[] terms, int columns) => PlainReduce.Totals(copy.NamesRows, kind, per, terms, columns));
    }

    /// <summary>What differs; <see langword="null"/> if nothing does.</summary>
    public static string? Compare(Type rule, Type plain, PlainCopy copy, int seed)
    {
        var run = new SourceRun(rule, plain, copy, seed);
        return run.Run() ?? (copy.HasMatrices ? run.CompareThreads() : null);
    }

    private string? Run()
    {
        var weights = SpecialValues.Mixed<double>(_random, Length, _specialShare);
        var given = new Case<double>("", weights, [])
        {
            Input = (gradients, number, input) => Inputs(gradients, number).CopyTo(input),
            Shape = _copy.NamesRows ? [_shape.Rows, _shape.Columns] : [],
        };
        using var loop = new TensorRun<double>(Create(_rule), given);
        using var method = new TensorRun<double>(Create(_rule), given);
        var step = _plain.GetMethod(PlainCopy.Step)!.CreateDelegate<PlainStep>(Activate(_plain));
        double[][] states =
        [
            .. _copy.States.Select(state => (double[])(state.Owner switch
            {
                Owner.Row when state.IsSquare => PlainMatrices.Diagonal(_shape.Rows, state.Initial!.Value),
                Owner.Column when state.IsSquare => PlainMatrices.Diagonal(_shape.Columns, state.Initial!.Value),
                Owner.Row => [.. Enumerable.Repeat(state.Initial!.Value, _shape.Rows)],
                Owner.Column => [.. Enumerable.Repeat(state.Initial!.Value, _shape.Columns)],
                _ => [.. weights.SelectMany(weight => Enumerable.Repeat(state.Initial ?? weight, state.Count))],
            })),
        ];
        if (Difference(weights, states, loop.Now, "at first, loop") is { } start)
        {
            return start;
        }

        for (var number = 1; number <= Steps; number++)
        {
            var gradients = SpecialValues.Mixed<double>(_random, Length, _specialShare);
            var thrown = new Exception?[Length];
            if (number > 1)
            {
                Set(step.Target!, loop.Optimizer, method.Optimizer);
            }

            _hasThrown.SetValue(null, false);
            step(number, _shape.Columns, weights, gradients, states, [.. Enumerable.Range(0, _copy.Inputs).Select(input => Inputs(gradients, input))], Draws(loop, number), thrown);
            var wouldThrow = (bool)_hasThrown.GetValue(null)!;
            var expected = thrown.FirstOrDefault(error => error is not null);
            if (Caught(() => loop.Step(gradients)) is { } caught)
            {
                return caught.GetType() == expected?.GetType() || (wouldThrow && caught is ArithmeticException or ArgumentException) ? null : $"step {number}: the loop throws {caught.GetType().Name} ({caught.Message}), C# {expected?.GetType().Name ?? "nothing"}";
            }

            if (expected is not null)
            {
                return $"step {number}: C# throws {expected.GetType().Name}, the loop nothing";
            }

            if (Difference(weights, states, loop.Now, $"step {number}, loop") is { } difference)
            {
                return difference;
            }

            method.Bind(gradients);
            if (Caught(() => RuleMembers.Reference(method.Optimizer, RuleMethod.Update, method.Parameter)) is { } other)
            {
                return wouldThrow && other is ArithmeticException or ArgumentException ? null : $"step {number}: Reference throws {other.GetType().Name} ({other.Message})";
            }

            if (Difference(weights, states, method.Now, $"step {number}, Reference") is { } another)
            {
                return another;
            }
        }

        return null;
    }

    /// <summary>What differs between one thread and several, on a matrix that they share.</summary>
    private string? CompareThreads()
    {
        const int Rows = 70, Columns = 130;
        float[] Draw() => SpecialValues.Mixed<float>(_random, Rows * Columns, specialShare: 0);
        var given = new Case<float>("", Draw(), []) { Shape = [Rows, Columns] };
        using var one = new TensorRun<float>(Create(_rule), given);
        using var several = new TensorRun<float>(Create(_rule), given);
        (one.Optimizer.Options.MaxDegreeOfParallelism, several.Optimizer.Options.MaxDegreeOfParallelism) = (1, 3);
        for (var number = 1; number < Steps; number++)
        {
            var gradients = Draw();
            var (expected, actual) = (Caught(() => one.Step(gradients)), Caught(() => several.Step(gradients)));
            if (expected is not null || actual is not null)
            {
                return expected?.GetType() == actual?.GetType() ? null : $"step {number}: on several threads the loop throws {actual?.GetType().Name ?? "nothing"}, on one {expected?.GetType().Name ?? "nothing"}";
            }

            foreach (var ((name, values), (_, others)) in one.Now.PerWeight.Zip(several.Now.PerWeight))
            {
                if (Bits.FirstDifference<float>(values, others) is >= 0 and var place)
                {
                    return $"step {number}, on several threads: {name} {place} is {Bits.Describe(others[place])}, on one {Bits.Describe(values[place])}";
                }
            }
        }

        return null;
    }

    /// <summary>Gives hyperparameters that a plain copy has as well other values, in all alike.</summary>
    private void Set(params object[] objects)
    {
        foreach (var property in _plain.GetProperties().Where(property => property.CanWrite && _random.Next(2) == 0))
        {
            var value = Any(property.PropertyType);
            foreach (var one in objects)
            {
                one.GetType().GetProperty(property.Name)!.SetValue(one, value is int number && property.PropertyType.IsEnum ? Enum.ToObject(one.GetType().GetProperty(property.Name)!.PropertyType, number) : value);
            }
        }
    }

    private object Any(Type type) => type == typeof(double) ? s_numbers[_random.Next(s_numbers.Length)]
        : type == typeof(bool) ? _random.Next(2) == 0
        : type == typeof(int) ? _random.Next(1, 8)
        : s_modes[_random.Next(s_modes.Length)];

    private string? Difference(double[] weights, double[][] states, Snapshot<double> actual, string where)
    {
        if (Bits.FirstDifference<double>(weights, actual.Weights) is >= 0 and var index)
        {
            return $"{where}: weight[{index}] is {Bits.Describe(actual.Weights[index])}, not {Bits.Describe(weights[index])}";
        }

        var (number, other) = (0, 0);
        for (var state = 0; state < states.Length; state++)
        {
            if (_copy.States[state].IsOfBands)
            {
                var values = actual.Others[other++].Values;
                if (Bits.FirstDifference<double>(states[state], values) is >= 0 and var place)
                {
                    return $"{where}: state {_copy.States[state].Name} of {_copy.States[state].Owner} {place} is {Bits.Describe(values[place])}, not {Bits.Describe(states[state][place])}";
                }

                continue;
            }

            var count = _copy.States[state].Count;
            for (var element = 0; element < count; element++, number++)
            {
                double[] expected = [.. states[state].Where((_, position) => position % count == element)];
                if (Bits.FirstDifference<double>(expected, actual.States[number].Values) is >= 0 and var at)
                {
                    return $"{where}: state {_copy.States[state].Name}[{element}] of weight {at} is {Bits.Describe(actual.States[number].Values[at])}, not {Bits.Describe(expected[at])}";
                }
            }
        }

        return null;
    }

    /// <summary>What a rule draws in a step, by the second opinion.</summary>
    private double[][] Draws(TensorRun<double> run, int step)
        => [.. _copy.Draws.Select((distribution, use) => Enumerable.Range(0, Length).Select(index => SecondChance.Of<double>(distribution, run.Optimizer.Options.Seed, run.Parameter.Name, step, index, use)).ToArray())];

    private static double[] Inputs(ReadOnlySpan<double> gradients, int number)
    {
        var inputs = new double[gradients.Length];
        for (var index = 0; index < inputs.Length; index++)
        {
            inputs[index] = gradients[(index + number + 1) % gradients.Length];
        }

        return inputs;
    }

    private static Exception? Caught(Action run)
    {
        try
        {
            run();
            return null;
        }
#pragma warning disable CA1031 // What a rule throws is what is compared.
        catch (Exception error)
#pragma warning restore CA1031
        {
            return error;
        }
    }

    private static RuleOptimizer Create(Type type) => (RuleOptimizer)Activate(type);

    /// <summary>A new object; the parameters of a primary constructor have defaults.</summary>
    private static object Activate(Type type)
    {
        var constructor = type.GetConstructors()[0];
        return constructor.Invoke([.. constructor.GetParameters().Select(parameter => parameter.DefaultValue)]);
    }
}
