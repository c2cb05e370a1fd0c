using System.Numerics;

namespace Descent.Tests.Strictness.Fuzzing;

/// <summary>
/// What operations on values mean, by the definition of rates alone: what is the same for all weights is computed in double, and rounded
/// once to <typeparamref name="T"/> where it meets a value that is not.
/// </summary>
internal abstract class Arithmetic<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private int _identities;

    protected Value<T> Choose(Value<T> condition, Func<Value<T>> whenTrue, Func<Value<T>> whenFalse)
        => condition.IsKnown ? (condition.Condition ? whenTrue() : whenFalse()) : Join(condition, whenTrue(), whenFalse());

    protected Value<T> Join(Value<T> condition, Value<T> whenTrue, Value<T> whenFalse)
    {
        if (whenTrue.Identity == whenFalse.Identity || (whenTrue.IsKnown && whenFalse.IsKnown && AreSame(whenTrue, whenFalse)))
        {
            return whenTrue;
        }

        var chosen = condition.Condition ? whenTrue : whenFalse;
        var level = condition.Level.With(Highest(whenTrue, whenFalse));
        return chosen with { Identity = ++_identities, Level = level, IsKnown = false, Element = level == Level.Element ? chosen.AsElement : default };
    }

    protected Value<T> Binary(string symbol, Value<T> left, Value<T> right, bool isConstant) => (symbol switch
    {
        "+" => Compute(x => x[0] + x[1], x => x[0] + x[1], left, right),
        "-" => Compute(x => x[0] - x[1], x => x[0] - x[1], left, right),
        "*" => Compute(x => x[0] * x[1], x => x[0] * x[1], left, right),
        "/" => Compute(x => x[0] / x[1], x => x[0] / x[1], left, right),
        _ => Compute(x => x[0] % x[1], x => x[0] % x[1], left, right),
    }) with { IsKnown = left.IsKnown && right.IsKnown && (symbol != "%" || isConstant) };

    protected Value<T> OfMath(string function, Value<T>[] arguments) => function switch
    {
        "Math.Sqrt" => Compute(x => Math.Sqrt(x[0]), x => T.Sqrt(x[0]), arguments) with { IsKnown = arguments[0].IsKnown },
        "Math.Abs" => Compute(x => Math.Abs(x[0]), x => T.Abs(x[0]), arguments) with { IsKnown = arguments[0].IsKnown },
        "Math.Floor" => Compute(x => Math.Floor(x[0]), x => T.Floor(x[0]), arguments),
        "Math.Ceiling" => Compute(x => Math.Ceiling(x[0]), x => T.Ceiling(x[0]), arguments),
        "Math.Round" => Compute(x => Math.Round(x[0]), x => T.Round(x[0]), arguments),
        "Math.Truncate" => Compute(x => Math.Truncate(x[0]), x => T.Truncate(x[0]), arguments),
        "Math.Min" => Compute(x => Math.Min(x[0], x[1]), x => T.Min(x[0], x[1]), arguments),
        "Math.Max" => Compute(x => Math.Max(x[0], x[1]), x => T.Max(x[0], x[1]), arguments),
        "Math.CopySign" => Compute(x => Math.CopySign(x[0], x[1]), x => T.CopySign(x[0], x[1]), arguments),
        "Math.FusedMultiplyAdd" => Compute(x => Math.FusedMultiplyAdd(x[0], x[1], x[2]), x => T.FusedMultiplyAdd(x[0], x[1], x[2]), arguments),
        _ when MathFunctions.Find(function) is { } known => Compute(x => known.Value(x[0], x[^1]), x => known.Value(x[0], x[^1]), arguments),
        _ => throw new NotSupportedException(function),
    };

    protected Value<T> Compute(Func<double[], double> below, Func<T[], T> atElements, params Value<T>[] operands)
    {
        var level = Highest(operands);
        return level == Level.Element ? Element(atElements([.. operands.Select(operand => operand.AsElement)])) : Number(below([.. operands.Select(operand => operand.Number)]), level);
    }

    protected Value<T> Compare(string symbol, Value<T> left, Value<T> right)
    {
        var level = Highest(left, right);
        var holds = level == Level.Element ? Holds(symbol, left.AsElement, right.AsElement) : Holds(symbol, left.Number, right.Number);
        return Condition(holds, level) with { IsKnown = left.IsKnown && right.IsKnown };
    }

    private static bool Holds<TNumber>(string symbol, TNumber left, TNumber right)
        where TNumber : IComparisonOperators<TNumber, TNumber, bool> => symbol switch
        {
            ">" => left > right,
            "<" => left < right,
            ">=" => left >= right,
            "<=" => left <= right,
            "==" => left == right,
            _ => left != right,
        };

    protected Value<T> Ordered(string symbol, Value<T> left, int order) => Condition(Holds(symbol, order, 0), left.Level) with { IsKnown = left.IsKnown };

    protected Value<T> OnIntegers(string symbol, Value<T> left, Value<T> right)
    {
        long exact = symbol switch { "+" => (long)left.Integer + right.Integer, "-" => (long)left.Integer - right.Integer, "*" => (long)left.Integer * right.Integer, _ => left.Integer % right.Integer };
        return Integer(unchecked((int)exact), Highest(left, right)) with { IsKnown = left.IsKnown && right.IsKnown && exact == (int)exact };
    }

    protected Value<T> Not(Value<T> condition) => Condition(!condition.Condition, condition.Level) with { IsKnown = condition.IsKnown };

    protected Value<T> Logic(Func<bool, bool, bool> operation, Value<T> left, Value<T> right)
        => Condition(operation(left.Condition, right.Condition), Highest(left, right)) with { IsKnown = left.IsKnown && right.IsKnown };

    protected static Level Highest(params ReadOnlySpan<Value<T>> values)
    {
        var highest = Level.Constant;
        foreach (var value in values)
        {
            highest = highest.With(value.Level);
        }

        return highest;
    }

    private static bool AreSame(Value<T> first, Value<T> second)
        => BitConverter.DoubleToInt64Bits(first.Number) == BitConverter.DoubleToInt64Bits(second.Number) || (double.IsNaN(first.Number) && double.IsNaN(second.Number))
            ? (first.Integer, first.Condition) == (second.Integer, second.Condition)
            : false;

    protected Value<T> Literal(double value) => Number(value, Level.Constant) with { IsKnown = true };

    protected Value<T> Number(double value, Level level) => new() { Identity = ++_identities, Level = level, Number = value };

    protected Value<T> Element(T value) => new() { Identity = ++_identities, Level = Level.Element, Element = value };

    protected Value<T> Integer(int value, Level level) => new() { Identity = ++_identities, Level = level, Integer = value };

    protected Value<T> Square(double[] values) => new() { Identity = ++_identities, Level = Level.Step, Square = values };

    protected Value<T> Condition(bool value, Level level) => new() { Identity = ++_identities, Level = level, Condition = value };
}
