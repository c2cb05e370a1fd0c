using System;
using System.Collections.Generic;
using System.Linq;
using static Descent.Generator.IR.OperationTraits;
using static Descent.Generator.IR.Signature;

namespace Descent.Generator.IR;

/// <summary>The one table of operations, one row each: all that follows from an operation follows from its row.</summary>
internal static class OperationTable
{
    private static readonly Operation[] s_operations = InOrder(
    [
        // Where values come from and go to.
        new(Opcode.Constant, "const", Any(0)),
        new(Opcode.Undefined, "undefined", Any(0)),
        new(Opcode.Hyperparameter, "hyper", Any(0)),
        new(Opcode.Step, "step", Integers(0)),
        new(Opcode.Argument, "arg", Any(0)),
        new(Opcode.Load, "load", Doubles(0)),
        new(Opcode.Store, "store", Nothing(ScalarType.Double), Control),
        new(Opcode.Broadcast, "broadcast", Any(1)),

        // Arithmetic.
        new(Opcode.Add, "add", Numbers(2), Pure | Commutative | Exact | Checkable) { OfDoubles = (x, y, _) => x + y, OfIntegers = (x, y, _) => x + y, Infix = "Plus" },
        new(Opcode.Subtract, "sub", Numbers(2), Pure | Exact | Checkable) { OfDoubles = (x, y, _) => x - y, OfIntegers = (x, y, _) => x - y, Infix = "Minus" },
        new(Opcode.Multiply, "mul", Numbers(2), Pure | Commutative | Exact | Checkable) { OfDoubles = (x, y, _) => x * y, OfIntegers = (x, y, _) => x * y, Infix = "Times" },
        new(Opcode.Divide, "div", Numbers(2), Pure | Exact | MayThrowOnIntegers)
        {
            OfDoubles = (x, y, _) => x / y, OfIntegers = (x, y, _) => IsQuotient(x, y) ? x / y : null, ThrowsWhen = "where it divides by 0", RelaxedForm = Opcode.VectorDivide, Infix = "Over",
        },
        new(Opcode.Remainder, "rem", Numbers(2), Pure | Lanewise | MayThrowOnIntegers)
        {
            OfDoubles = (x, y, _) => x % y, OfIntegers = (x, y, _) => IsQuotient(x, y) ? x % y : null, ThrowsWhen = "where it divides by 0", Infix = "Mod",
        },
        new(Opcode.Negate, "neg", Numbers(1), Pure | Exact | Checkable) { OfDoubles = (x, _, _) => -x, OfIntegers = (x, _, _) => -x, Degree = 1, Prefix = "minus" },

        // Comparisons and logic.
        new(Opcode.Equal, "eq", Compared(3), Pure | Commutative | Comparison | Exact) { Compares = (x, y) => x == y, OfBooleans = (x, y) => x == y, Infix = "Is" },
        new(Opcode.NotEqual, "ne", Compared(3), Pure | Commutative | Comparison | Exact) { Compares = (x, y) => x != y, OfBooleans = (x, y) => x != y, Infix = "IsNot" },
        new(Opcode.Less, "lt", Compared(2), Pure | Comparison | Exact) { Compares = (x, y) => x < y, Infix = "Below" },
        new(Opcode.LessOrEqual, "le", Compared(2), Pure | Comparison | Exact) { Compares = (x, y) => x <= y, Infix = "Below" },
        new(Opcode.Greater, "gt", Compared(2), Pure | Comparison | Exact) { Compares = (x, y) => x > y, Infix = "Above" },
        new(Opcode.GreaterOrEqual, "ge", Compared(2), Pure | Comparison | Exact) { Compares = (x, y) => x >= y, Infix = "Above" },
        new(Opcode.And, "and", Bits(2), Pure | Commutative) { OfBooleans = (x, y) => x & y, OfIntegers = (x, y, _) => x & y },
        new(Opcode.Or, "or", Bits(2), Pure | Commutative) { OfBooleans = (x, y) => x | y, OfIntegers = (x, y, _) => x | y },
        new(Opcode.ExclusiveOr, "xor", Bits(2), Pure | Commutative) { OfBooleans = (x, y) => x ^ y, OfIntegers = (x, y, _) => x ^ y },
        new(Opcode.Not, "not", Bits(1), Pure) { OfBooleans = (x, _) => !x, OfIntegers = (x, _, _) => ~x, Prefix = "not" },
        new(Opcode.ShiftLeft, "shl", Integers(2), Pure) { OfIntegers = (x, y, _) => (int)x << (int)y },
        new(Opcode.ShiftRight, "shr", Integers(2), Pure) { OfIntegers = (x, y, _) => (int)x >> (int)y },
        new(Opcode.ShiftRightUnsigned, "ushr", Integers(2), Pure) { OfIntegers = (x, y, _) => (int)((uint)x >> (int)y) },

        // Conversions; and an index that is known in the step, of a number of elements.
        new(Opcode.ToDouble, "todouble", [new(ScalarType.Double, ScalarType.Integer)], Pure | Exact) { OfDoubles = (x, _, _) => x, Degree = 1 },
        new(Opcode.ToInteger, "toint", [new(ScalarType.Integer, ScalarType.Double)], Pure | Exact | Checkable | Increasing) { OfDoubles = (x, _, _) => Math.Truncate(x) },
        new(Opcode.Index, "index", Integers(1), Pure | MayThrowOnIntegers) { OfIntegers = (x, count, _) => x >= 0 && x < count ? x : null, ThrowsWhen = "where there is no such element" },

        // Functions that have a vector form of the same bits.
        new(Opcode.SquareRoot, "sqrt", Doubles(1), Pure | Exact | NaNBelowZero) { Method = "System.Math.Sqrt", OfDoubles = (x, _, _) => Math.Sqrt(x), Degree = 1 / 2.0, Prefix = "sqrt" },
        new(Opcode.Absolute, "abs", Numbers(1), Pure | Exact | MayThrowOnIntegers)
        {
            Method = "System.Math.Abs", OfDoubles = (x, _, _) => Math.Abs(x), OfIntegers = (x, _, _) => x == int.MinValue ? null : Math.Abs(x), Degree = 1, Prefix = "abs",
        },
        new(Opcode.Min, "min", Numbers(2), Pure | Commutative) { Method = "System.Math.Min", OfDoubles = (x, y, _) => Math.Min(x, y), OfIntegers = (x, y, _) => Math.Min(x, y), Prefix = "min" },
        new(Opcode.Max, "max", Numbers(2), Pure | Commutative) { Method = "System.Math.Max", OfDoubles = (x, y, _) => Math.Max(x, y), OfIntegers = (x, y, _) => Math.Max(x, y), Prefix = "max" },
        new(Opcode.Sign, "sign", [new(ScalarType.Integer, ScalarType.Double), .. Numbers(1)], Pure | MayThrowOnIntegers | MayThrowOnDoubles | Increasing)
        {
            Method = "System.Math.Sign", OfDoubles = (x, _, _) => double.IsNaN(x) ? x : Math.Sign(x), OfIntegers = (x, _, _) => Math.Sign(x),
            ThrowsOn = (x, _, _) => double.IsNaN(x), ThrowsWhen = "where its operand is NaN",
        },
        new(Opcode.CopySign, "copysign", Doubles(2), Pure)
        {
            Method = "System.Math.CopySign", OfDoubles = (x, y, _) => (BitConverter.DoubleToInt64Bits(x) ^ BitConverter.DoubleToInt64Bits(y)) < 0 ? -x : x,
        },
        new(Opcode.Clamp, "clamp", Numbers(3), Pure | MayThrowOnIntegers | MayThrowOnDoubles)
        {
            Method = "System.Math.Clamp", OfDoubles = (x, y, z) => x < y ? y : x > z ? z : x, OfIntegers = (x, y, z) => y > z ? null : Math.Min(Math.Max(x, y), z),
            ThrowsOn = (_, y, z) => y > z, ThrowsWhen = "where the least is more than the largest",
        },
        new(Opcode.FusedMultiplyAdd, "fma", Doubles(3), Pure) { Method = "System.Math.FusedMultiplyAdd", OfDoubles = (x, y, z) => (x * y) + z },
        new(Opcode.MultiplyAdd, "muladd", Doubles(3), Pure | Relaxed) { OfDoubles = (x, y, z) => (x * y) + z },
        new(Opcode.Floor, "floor", Doubles(1), Pure | Increasing) { Method = "System.Math.Floor", OfDoubles = (x, _, _) => Math.Floor(x) },
        new(Opcode.Ceiling, "ceiling", Doubles(1), Pure | Increasing) { Method = "System.Math.Ceiling", OfDoubles = (x, _, _) => Math.Ceiling(x) },
        new(Opcode.Round, "round", Doubles(1), Pure | Increasing) { Method = "System.Math.Round", OfDoubles = (x, _, _) => Math.Round(x) },
        new(Opcode.Truncate, "truncate", Doubles(1), Pure | Increasing) { Method = "System.Math.Truncate", OfDoubles = (x, _, _) => Math.Truncate(x) },

        // Functions of relaxed rules: their vector form has other bits than C#'s own.
        new(Opcode.VectorDivide, "vdiv", Doubles(2), Pure | Relaxed) { OfDoubles = (x, y, _) => x / y, Infix = "Over" },
        new(Opcode.VectorExp, "vexp", Doubles(1), Pure | Relaxed | Increasing) { OfDoubles = (x, _, _) => Math.Exp(x), Prefix = "exp" },
        new(Opcode.VectorLog, "vlog", Doubles(1), Pure | Relaxed | Increasing | NaNBelowZero) { OfDoubles = (x, _, _) => Math.Log(x), Prefix = "log" },
        new(Opcode.VectorLog2, "vlog2", Doubles(1), Pure | Relaxed | Increasing | NaNBelowZero) { OfDoubles = (x, _, _) => Log2(x) },
        new(Opcode.VectorSin, "vsin", Doubles(1), Pure | Relaxed) { OfDoubles = (x, _, _) => Math.Sin(x) },
        new(Opcode.VectorCos, "vcos", Doubles(1), Pure | Relaxed) { OfDoubles = (x, _, _) => Math.Cos(x) },
        new(Opcode.VectorLog10, "vlog10", Doubles(1), Pure | Relaxed | Increasing | NaNBelowZero) { OfDoubles = (x, _, _) => Math.Log10(x) },
        new(Opcode.VectorTan, "vtan", Doubles(1), Pure | Relaxed) { OfDoubles = (x, _, _) => Math.Tan(x) },
        new(Opcode.VectorAsin, "vasin", Doubles(1), Pure | Relaxed) { OfDoubles = (x, _, _) => Math.Asin(x) },
        new(Opcode.VectorAcos, "vacos", Doubles(1), Pure | Relaxed) { OfDoubles = (x, _, _) => Math.Acos(x) },
        new(Opcode.VectorAtan, "vatan", Doubles(1), Pure | Relaxed | Increasing) { OfDoubles = (x, _, _) => Math.Atan(x) },
        new(Opcode.VectorAtan2, "vatan2", Doubles(2), Pure | Relaxed) { OfDoubles = (x, y, _) => Math.Atan2(x, y) },
        new(Opcode.VectorSinh, "vsinh", Doubles(1), Pure | Relaxed | Increasing) { OfDoubles = (x, _, _) => Math.Sinh(x) },
        new(Opcode.VectorCosh, "vcosh", Doubles(1), Pure | Relaxed) { OfDoubles = (x, _, _) => Math.Cosh(x) },
        new(Opcode.VectorTanh, "vtanh", Doubles(1), Pure | Relaxed | Increasing) { OfDoubles = (x, _, _) => Math.Tanh(x) },
        new(Opcode.VectorCbrt, "vcbrt", Doubles(1), Pure | Relaxed | Increasing) { OfDoubles = (x, _, _) => x < 0 ? -Math.Pow(-x, 1.0 / 3) : Math.Pow(x, 1.0 / 3) },
        new(Opcode.VectorPow, "vpow", Doubles(2), Pure | Relaxed | NaNBelowZero) { OfDoubles = (x, y, _) => Math.Pow(x, y), Infix = "Pow" },

        // Functions that no processor has.
        new(Opcode.Pow, "pow", Doubles(2), Pure | Lanewise | NaNBelowZero) { Method = "System.Math.Pow", OfDoubles = (x, y, _) => Math.Pow(x, y), RelaxedForm = Opcode.VectorPow, Infix = "Pow" },
        new(Opcode.Exp, "exp", Doubles(1), Pure | Lanewise | Increasing) { Method = "System.Math.Exp", OfDoubles = (x, _, _) => Math.Exp(x), RelaxedForm = Opcode.VectorExp, Prefix = "exp" },
        new(Opcode.Log, "log", Doubles(1), Pure | Lanewise | Increasing | NaNBelowZero) { Method = "System.Math.Log", OfDoubles = (x, _, _) => Math.Log(x), RelaxedForm = Opcode.VectorLog, Prefix = "log" },
        new(Opcode.Log2, "log2", Doubles(1), Pure | Lanewise | Increasing | NaNBelowZero) { Method = "System.Math.Log2", OfDoubles = (x, _, _) => Log2(x), RelaxedForm = Opcode.VectorLog2 },
        new(Opcode.Log10, "log10", Doubles(1), Pure | Lanewise | Increasing | NaNBelowZero) { Method = "System.Math.Log10", OfDoubles = (x, _, _) => Math.Log10(x), RelaxedForm = Opcode.VectorLog10 },
        new(Opcode.Sin, "sin", Doubles(1), Pure | Lanewise) { Method = "System.Math.Sin", OfDoubles = (x, _, _) => Math.Sin(x), RelaxedForm = Opcode.VectorSin },
        new(Opcode.Cos, "cos", Doubles(1), Pure | Lanewise) { Method = "System.Math.Cos", OfDoubles = (x, _, _) => Math.Cos(x), RelaxedForm = Opcode.VectorCos },
        new(Opcode.Tan, "tan", Doubles(1), Pure | Lanewise) { Method = "System.Math.Tan", OfDoubles = (x, _, _) => Math.Tan(x), RelaxedForm = Opcode.VectorTan },
        new(Opcode.Asin, "asin", Doubles(1), Pure | Lanewise) { Method = "System.Math.Asin", OfDoubles = (x, _, _) => Math.Asin(x), RelaxedForm = Opcode.VectorAsin },
        new(Opcode.Acos, "acos", Doubles(1), Pure | Lanewise) { Method = "System.Math.Acos", OfDoubles = (x, _, _) => Math.Acos(x), RelaxedForm = Opcode.VectorAcos },
        new(Opcode.Atan, "atan", Doubles(1), Pure | Lanewise | Increasing) { Method = "System.Math.Atan", OfDoubles = (x, _, _) => Math.Atan(x), RelaxedForm = Opcode.VectorAtan },
        new(Opcode.Atan2, "atan2", Doubles(2), Pure | Lanewise) { Method = "System.Math.Atan2", OfDoubles = (x, y, _) => Math.Atan2(x, y), RelaxedForm = Opcode.VectorAtan2 },
        new(Opcode.Sinh, "sinh", Doubles(1), Pure | Lanewise | Increasing) { Method = "System.Math.Sinh", OfDoubles = (x, _, _) => Math.Sinh(x), RelaxedForm = Opcode.VectorSinh },
        new(Opcode.Cosh, "cosh", Doubles(1), Pure | Lanewise) { Method = "System.Math.Cosh", OfDoubles = (x, _, _) => Math.Cosh(x), RelaxedForm = Opcode.VectorCosh },
        new(Opcode.Tanh, "tanh", Doubles(1), Pure | Lanewise | Increasing) { Method = "System.Math.Tanh", OfDoubles = (x, _, _) => Math.Tanh(x), RelaxedForm = Opcode.VectorTanh },
        new(Opcode.Cbrt, "cbrt", Doubles(1), Pure | Lanewise | Increasing)
        {
            Method = "System.Math.Cbrt", OfDoubles = (x, _, _) => x < 0 ? -Math.Pow(-x, 1.0 / 3) : Math.Pow(x, 1.0 / 3), RelaxedForm = Opcode.VectorCbrt, Degree = 1 / 3.0,
        },
        new(Opcode.Hypot, "hypot", Doubles(2), Pure | Lanewise) { Method = "double.Hypot", OfDoubles = (x, y, _) => Math.Sqrt((x * x) + (y * y)) },

        // One number from many weights, and how many weights, rows and columns a tensor has.
        new(Opcode.Reduce, "reduce", Doubles(1)),
        new(Opcode.Length, "length", Doubles(0)),
        new(Opcode.Rows, "rows", Doubles(0)),
        new(Opcode.Columns, "columns", Doubles(0)),

        // Operations on whole matrices.
        new(Opcode.Whole, "whole", []),
        new(Opcode.Written, "written", Doubles(2)),
        new(Opcode.Apply, "apply", [], Control),

        // Control.
        new(Opcode.Select, "select", Choice()),
        new(Opcode.Phi, "phi", Choice()),
        new(Opcode.If, "if", Nothing(ScalarType.Boolean), Control),
        new(Opcode.Else, "else", Nothing(), Control),
        new(Opcode.End, "end", Nothing(), Control),
        new(Opcode.Loop, "loop", Nothing(), Control),
        new(Opcode.Barrier, "barrier", Nothing(), Control),

        // Helper methods and what is passed to them by reference.
        new(Opcode.Reference, "ref", Any(0)),
        new(Opcode.Variable, "var", Any(1), Control),
        new(Opcode.Get, "get", [], Control),
        new(Opcode.Set, "set", Assignment(), Control),
        new(Opcode.Call, "call", []),
        new(Opcode.Result, "result", FromCall()),
        new(Opcode.Return, "return", [], Control),
    ]);

    private static readonly Dictionary<string, Operation> s_byName = s_operations.ToDictionary(operation => operation.Name);

    private static readonly Dictionary<string, Operation> s_byMethod = s_operations.Where(operation => operation.Method is not null).ToDictionary(operation => operation.MethodName!);

    public static Operation Of(Opcode opcode) => s_operations[(int)opcode];

    public static bool TryFind(string name, out Operation operation) => s_byName.TryGetValue(name, out operation!);

    /// <summary>Finds the operation that a C# method is, by its name without its type.</summary>
    public static bool TryFindMethod(string name, out Operation operation) => s_byMethod.TryGetValue(name, out operation!);

    public static IReadOnlyList<Operation> All => s_operations;

    /// <summary>
    /// Checks that each operation has its row, at the place of its number: an operation is found there, and two rows that had changed places
    /// would be each other's operation wherever a name is written or read.
    /// </summary>
    public static Operation[] InOrder(Operation[] rows)
    {
        var opcodes = (Opcode[])Enum.GetValues(typeof(Opcode));
        for (var index = 0; index < Math.Max(rows.Length, opcodes.Length); index++)
        {
            if (index >= opcodes.Length || index >= rows.Length || rows[index].Opcode != opcodes[index] || (int)opcodes[index] != index)
            {
                var expected = index < opcodes.Length ? opcodes[index].ToString() : "none";
                throw new InvalidOperationException($"Row {index} of the table of operations is {(index < rows.Length ? rows[index].Opcode.ToString() : "missing")}; it must be {expected}.");
            }
        }

        return rows;
    }

    /// <summary>Whether a quotient is an <c>int</c>; where it is none, the remainder throws too.</summary>
    private static bool IsQuotient(long x, long y) => y != 0 && !(x == int.MinValue && y == -1);

    private static double Log2(double x) => Math.Log(x) / Math.Log(2);
}
