using System.Collections.Generic;

namespace Descent.Generator.IR;

/// <summary>
/// What an operation makes of known operands, by its row. Truth is 1 or 0, and an <c>int</c> the <c>double</c> that equals it. The <c>int</c>
/// arithmetic is that of C# at run time, which that of the C# compiler on constants is not: it wraps, saturates and throws by its own rules.
/// </summary>
internal static class Evaluation
{
    /// <summary>Evaluates an operation of <see cref="OperationTraits.Pure"/>.</summary>
    /// <param name="instruction">The operation.</param>
    /// <param name="type">The type of its first operand.</param>
    /// <param name="operands">The values of its operands.</param>
    /// <returns>Its value; <see langword="null"/> where C# throws, and for types of which there is no such operation.</returns>
    public static double? Of(Instruction instruction, ScalarType type, IReadOnlyList<double> operands)
    {
        var operation = instruction.Operation;
        var (x, y, z) = (At(0), instruction.Opcode == Opcode.Index ? instruction.Count : At(1), At(2));
        return instruction.Type switch
        {
            ScalarType.Boolean => (type == ScalarType.Boolean ? operation.OfBooleans?.Invoke(x != 0, y != 0) : operation.Compares?.Invoke(x, y)) is { } holds ? holds ? 1 : 0 : null,
            ScalarType.Integer when type == ScalarType.Integer => operation.OfIntegers?.Invoke((long)x, (long)y, (long)z) is { } exact ? Fit(exact, instruction.IsChecked) : null,
            _ when operation.ThrowsOn?.Invoke(x, y, z) == true => null,
            ScalarType.Integer => operation.OfDoubles?.Invoke(x, y, z) is { } number ? Truncate(number, instruction.IsChecked) : null,
            _ => operation.OfDoubles?.Invoke(x, y, z),
        };

        double At(int index) => index < operands.Count ? operands[index] : 0;
    }

    /// <summary>Whether an operation with known operands may be computed here: it has one right answer, and every host gives it.</summary>
    public static bool IsCertain(Instruction instruction, ScalarType type)
        => instruction.Operation.Is(OperationTraits.Pure) && (type != ScalarType.Double || instruction.Operation.Is(OperationTraits.Exact));

    /// <summary>A number as an <c>int</c>, which wraps where it is too large; <see langword="null"/> where it is checked, and throws.</summary>
    private static int? Fit(long value, bool isChecked) => isChecked && value is < int.MinValue or > int.MaxValue ? null : unchecked((int)value);

    /// <summary>
    /// A number as an <c>int</c>: cut towards zero, the nearest one if it is out of range, 0 for NaN; <see langword="null"/> where a
    /// checked conversion throws.
    /// </summary>
    private static int? Truncate(double value, bool isChecked) => value switch
    {
        > int.MinValue - 1.0 and < int.MaxValue + 1.0 => (int)value,
        _ when isChecked => null,
        < 0 => int.MinValue,
        > 0 => int.MaxValue,
        _ => 0,
    };
}
