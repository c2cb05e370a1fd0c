using System;
using System.Collections.Generic;
using System.Linq;
using Descent.Generator.IR;

namespace Descent.Generator.Targets.Ptx;

/// <summary>Writes an operation on registers.</summary>
/// <param name="writer">What takes the instructions.</param>
/// <param name="result">The register of the result.</param>
/// <param name="operands">Those of the operands, or numbers.</param>
internal delegate void PtxForm(PtxWriter writer, string result, IReadOnlyList<string> operands);

/// <summary>
/// Operations on values of each weight as PTX. One instruction is one IEEE 754 operation, rounded to the nearest, subnormal numbers kept; what has no instruction of C#'s
/// own bits is made of comparisons and selections.
/// </summary>
internal static class PtxInstructions
{
    /// <summary>The operations that have exact forms, at weights of <c>float</c> the functions among them.</summary>
    public static readonly OpcodeTable<PtxForm> Table = new(
        new Dictionary<Opcode, PtxForm>
        {
            [Opcode.Add] = Real("add.rn"),
            [Opcode.Subtract] = Real("sub.rn"),
            [Opcode.Multiply] = Real("mul.rn"),
            [Opcode.Divide] = Real("div.rn"),
            [Opcode.VectorDivide] = Real("div.rn"),
            [Opcode.Negate] = Real("neg"),
            [Opcode.SquareRoot] = Real("sqrt.rn"),
            [Opcode.Absolute] = Real("abs"),
            [Opcode.FusedMultiplyAdd] = Real("fma.rn"),
            [Opcode.MultiplyAdd] = Real("fma.rn"),
            [Opcode.Floor] = Rounded("rmi"),
            [Opcode.Ceiling] = Rounded("rpi"),
            [Opcode.Round] = Rounded("rni"),
            [Opcode.Truncate] = Rounded("rzi"),

            // Here the sign is that of the first operand, there of the second.
            [Opcode.CopySign] = (writer, result, operands) => writer.Line($"copysign{PtxRegister.Real} {result}, {operands[1]}, {operands[0]}"),
            [Opcode.Min] = Extremum(isMax: false),
            [Opcode.Max] = Extremum(isMax: true),
            [Opcode.Sign] = Sign,
            [Opcode.Clamp] = Clamp,
            [Opcode.Equal] = Compared("eq"),
            [Opcode.NotEqual] = Compared("neu"),
            [Opcode.Less] = Compared("lt"),
            [Opcode.LessOrEqual] = Compared("le"),
            [Opcode.Greater] = Compared("gt"),
            [Opcode.GreaterOrEqual] = Compared("ge"),
            [Opcode.And] = Logical("and"),
            [Opcode.Or] = Logical("or"),
            [Opcode.ExclusiveOr] = Logical("xor"),
            [Opcode.Not] = Logical("not"),
            [Opcode.Select] = (writer, result, operands) => writer.Line($"selp{PtxRegister.Real} {result}, {operands[1]}, {operands[2]}, {operands[0]}"),
        },
        operation => FunctionOf(operation.Opcode) is { } name ? Function(name) : null);

    /// <summary>
    /// The name of the function of numbers of <c>float</c> that an operation calls, which is joined to a module when it is loaded: that of each function that is not made of
    /// instructions, and of its relaxed form. <see langword="null"/> for other operations.
    /// </summary>
    public static string? FunctionOf(Opcode opcode)
        => OperationTable.All.FirstOrDefault(operation => operation.Is(OperationTraits.Lanewise) && (operation.Opcode == opcode || operation.RelaxedForm == opcode))?.Opcode.ToString();

    /// <summary>A number as it is written: its bits in <c>double</c>, which become those of a <c>float</c> where the weights are.</summary>
    public static string Number(double value) => $"0d{BitConverter.DoubleToInt64Bits(value):X16}";

    private static PtxForm Real(string name) => (writer, result, operands) => writer.Line($"{name}{PtxRegister.Real} {result}, {string.Join(", ", operands)}");

    private static PtxForm Function(string name) => (writer, result, operands) => writer.Line($"call ({result}), {name}, ({string.Join(", ", operands)})");

    private static PtxForm Rounded(string mode) => (writer, result, operands) => writer.Line($"cvt.{mode}{PtxRegister.Real}{PtxRegister.Real} {result}, {operands[0]}");

    private static PtxForm Compared(string comparison) => (writer, result, operands) => writer.Line($"setp.{comparison}{PtxRegister.Real} {result}, {operands[0]}, {operands[1]}");

    private static PtxForm Logical(string name) => (writer, result, operands) => writer.Line($"{name}{PtxRegister.Predicate} {result}, {string.Join(", ", operands)}");

    /// <summary>A choice between two conditions.</summary>
    public static void WriteChoice(PtxWriter writer, string result, IReadOnlyList<string> operands)
    {
        var otherwise = writer.Register(PtxRegister.Predicate, "otherwise");
        writer.Line($"and.pred {result}, {operands[0]}, {operands[1]}");
        writer.Line($"not.pred {otherwise}, {operands[0]}");
        writer.Line($"and.pred {otherwise}, {otherwise}, {operands[2]}");
        writer.Line($"or.pred {result}, {result}, {otherwise}");
    }

    /// <summary>The smaller or larger of two numbers of a type.</summary>
    public static void WriteExtremum(PtxWriter writer, bool isMax, string real, string bits, string result, string first, string second)
    {
        var (isFirst, areEqual, isNaN) = (Predicate(writer), Predicate(writer), Predicate(writer));
        var (firstBits, secondBits) = (writer.Register(bits, "bits"), writer.Register(bits, "bits"));
        var (same, sum) = (writer.Register(real, "same"), writer.Register(real, "sum"));
        writer.Line($"setp.{(isMax ? "gt" : "lt")}{real} {isFirst}, {first}, {second}");
        writer.Line($"setp.eq{real} {areEqual}, {first}, {second}");
        writer.Line($"setp.nan{real} {isNaN}, {first}, {second}");
        writer.Line($"mov{bits} {firstBits}, {first}");
        writer.Line($"mov{bits} {secondBits}, {second}");
        writer.Line($"{(isMax ? "and" : "or")}{bits} {firstBits}, {firstBits}, {secondBits}");
        writer.Line($"mov{bits} {same}, {firstBits}");
        writer.Line($"add.rn{real} {sum}, {first}, {second}");
        writer.Line($"selp{real} {result}, {first}, {second}, {isFirst}");
        writer.Line($"selp{real} {result}, {same}, {result}, {areEqual}");
        writer.Line($"selp{real} {result}, {sum}, {result}, {isNaN}");
    }

    /// <summary>
    /// The smaller or larger of two: NaN where one is NaN; of two equal ones that which has all sign bits of both, or the common ones, so that −0 is below +0.
    /// </summary>
    private static PtxForm Extremum(bool isMax)
        => (writer, result, operands) => WriteExtremum(writer, isMax, PtxRegister.Real, PtxRegister.Bits, result, operands[0], operands[1]);

    private static void Sign(PtxWriter writer, string result, IReadOnlyList<string> operands)
    {
        var (isAbove, isBelow, isNaN) = (Predicate(writer), Predicate(writer), Predicate(writer));
        writer.Line($"setp.gt{PtxRegister.Real} {isAbove}, {operands[0]}, {Number(0)}");
        writer.Line($"setp.lt{PtxRegister.Real} {isBelow}, {operands[0]}, {Number(0)}");
        writer.Line($"setp.nan{PtxRegister.Real} {isNaN}, {operands[0]}, {operands[0]}");
        writer.Line($"selp{PtxRegister.Real} {result}, {Number(1)}, {Number(0)}, {isAbove}");
        writer.Line($"selp{PtxRegister.Real} {result}, {Number(-1)}, {result}, {isBelow}");
        writer.Line($"selp{PtxRegister.Real} {result}, {operands[0]}, {result}, {isNaN}");
    }

    /// <summary>NaN where C# throws, because the least is more than the largest.</summary>
    private static void Clamp(PtxWriter writer, string result, IReadOnlyList<string> operands)
    {
        var (isBelow, isAbove, isEmpty) = (Predicate(writer), Predicate(writer), Predicate(writer));
        writer.Line($"setp.lt{PtxRegister.Real} {isBelow}, {operands[0]}, {operands[1]}");
        writer.Line($"setp.gt{PtxRegister.Real} {isAbove}, {operands[0]}, {operands[2]}");
        writer.Line($"setp.gt{PtxRegister.Real} {isEmpty}, {operands[1]}, {operands[2]}");
        writer.Line($"selp{PtxRegister.Real} {result}, {operands[2]}, {operands[0]}, {isAbove}");
        writer.Line($"selp{PtxRegister.Real} {result}, {operands[1]}, {result}, {isBelow}");
        writer.Line($"selp{PtxRegister.Real} {result}, {Number(double.NaN)}, {result}, {isEmpty}");
    }

    private static string Predicate(PtxWriter writer) => writer.Register(PtxRegister.Predicate, "is");
}
