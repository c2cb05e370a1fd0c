using System.Numerics;
using Descent.Generator.IR;

namespace Descent.Tests.Strictness;

/// <summary>A value in the interpretation of a program.</summary>
/// <typeparam name="T">The type of the weights.</typeparam>
internal struct InterpretedValue<T>
{
    /// <summary>A number that differs from weight to weight.</summary>
    public T Element;

    /// <summary>A number that does not.</summary>
    public double Double;

    /// <summary>What an operation gives, in double.</summary>
    public double Wide;

    public int Integer;

    public bool Boolean;
}

/// <summary>What each operation is on scalars, by its opcode alone.</summary>
internal static class InterpretedOperations
{
    /// <summary>An operation on conditions.</summary>
    public static bool Logic(Opcode opcode, bool left, bool right) => opcode switch
    {
        Opcode.And => left & right,
        Opcode.Or => left | right,
        Opcode.ExclusiveOr or Opcode.NotEqual => left != right,
        Opcode.Equal => left == right,
        Opcode.Not => !left,
        _ => throw new NotSupportedException(opcode.ToString()),
    };

    /// <summary>An operation on integers, computed as C# does.</summary>
    public static InterpretedValue<T> OnIntegers<T>(Instruction instruction, int left, int middle, int right)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => instruction.Opcode switch
        {
            Opcode.ToDouble => new() { Double = left },
            Opcode.Equal => new() { Boolean = left == right },
            Opcode.NotEqual => new() { Boolean = left != right },
            Opcode.Less => new() { Boolean = left < right },
            Opcode.LessOrEqual => new() { Boolean = left <= right },
            Opcode.Greater => new() { Boolean = left > right },
            Opcode.GreaterOrEqual => new() { Boolean = left >= right },
            Opcode.Add => new() { Integer = instruction.IsChecked ? checked(left + right) : unchecked(left + right) },
            Opcode.Subtract => new() { Integer = instruction.IsChecked ? checked(left - right) : unchecked(left - right) },
            Opcode.Multiply => new() { Integer = instruction.IsChecked ? checked(left * right) : unchecked(left * right) },
            Opcode.Negate => new() { Integer = instruction.IsChecked ? checked(-left) : unchecked(-left) },
            Opcode.And => new() { Integer = left & right },
            Opcode.Or => new() { Integer = left | right },
            Opcode.ExclusiveOr => new() { Integer = left ^ right },
            Opcode.Not => new() { Integer = ~left },
            Opcode.ShiftLeft => new() { Integer = left << right },
            Opcode.ShiftRight => new() { Integer = left >> right },
            Opcode.ShiftRightUnsigned => new() { Integer = left >>> right },
            Opcode.Index => new() { Integer = Enumerable.Range(0, instruction.Count).ToArray()[left] },
            Opcode.Divide => new() { Integer = left / right },
            Opcode.Remainder => new() { Integer = left % right },
            Opcode.Absolute => new() { Integer = Math.Abs(left) },
            Opcode.Sign => new() { Integer = Math.Sign(left) },
            Opcode.Min => new() { Integer = Math.Min(left, right) },
            Opcode.Max => new() { Integer = Math.Max(left, right) },
            Opcode.Clamp => new() { Integer = Math.Clamp(left, middle, right) },
            _ => throw new NotSupportedException(instruction.Opcode.ToString()),
        };

    /// <summary>An operation on numbers of one type: that of the weights for an element, double below.</summary>
    public static InterpretedValue<T> OnReals<T, TReal>(Instruction instruction, TReal a, TReal middle, TReal b)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TReal : unmanaged, IBinaryFloatingPointIeee754<TReal>
    {
        switch (instruction.Opcode)
        {
            case Opcode.Equal:
                return new() { Boolean = a == b };
            case Opcode.NotEqual:
                return new() { Boolean = a != b };
            case Opcode.Less:
                return new() { Boolean = a < b };
            case Opcode.LessOrEqual:
                return new() { Boolean = a <= b };
            case Opcode.Greater:
                return new() { Boolean = a > b };
            case Opcode.GreaterOrEqual:
                return new() { Boolean = a >= b };
            case Opcode.ToInteger:
                return new() { Integer = instruction.IsChecked ? checked((int)double.CreateTruncating(a)) : unchecked((int)double.CreateTruncating(a)) };
            case Opcode.Sign when instruction.Type == ScalarType.Integer:
                return new() { Integer = TReal.Sign(a) };
        }

        var result = instruction.Opcode switch
        {
            Opcode.Add => a + b,
            Opcode.Subtract => a - b,
            Opcode.Multiply => a * b,
            Opcode.Divide => a / b,
            Opcode.Remainder => a % b,
            Opcode.Negate => -a,
            Opcode.SquareRoot => TReal.Sqrt(a),
            Opcode.Absolute => TReal.Abs(a),
            Opcode.Min => TReal.Min(a, b),
            Opcode.Max => TReal.Max(a, b),
            Opcode.CopySign => TReal.CopySign(a, b),
            Opcode.Sign => TReal.IsNaN(a) ? a : TReal.CreateTruncating(TReal.Sign(a)),
            Opcode.Clamp => middle > b ? TReal.NaN : TReal.Clamp(a, middle, b),
            Opcode.FusedMultiplyAdd => TReal.FusedMultiplyAdd(a, middle, b),
            Opcode.Floor => TReal.Floor(a),
            Opcode.Ceiling => TReal.Ceiling(a),
            Opcode.Round => TReal.Round(a),
            Opcode.Truncate => TReal.Truncate(a),
            _ => MathFunctions.Of(instruction.Opcode, a, b),
        };
        return new() { Element = T.CreateTruncating(result), Wide = double.CreateTruncating(result) };
    }
}
