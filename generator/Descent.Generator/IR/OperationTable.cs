using System.Collections.Generic;
using System.Linq;

namespace Descent.Generator.IR;

/// <summary>What one operation takes and may do.</summary>
/// <param name="Opcode">The operation.</param>
/// <param name="Name">Its name in the text form.</param>
/// <param name="Arity">The number of operands; −1 if it varies.</param>
/// <param name="Traits">What it may do.</param>
internal sealed record Operation(Opcode Opcode, string Name, int Arity, OperationTraits Traits = OperationTraits.None)
{
    public bool Is(OperationTraits trait) => (Traits & trait) != 0;
}

[System.Flags]
internal enum OperationTraits
{
    None = 0,

    /// <summary>Stores, regions and the like: never shared, moved or removed for being unused.</summary>
    Control = 1,

    /// <summary>The order of two operands does not matter for any bit of the result (NaNs counting as one value).</summary>
    Commutative = 2,

    /// <summary>Evaluated lane by lane with <c>System.Math</c> at element rate.</summary>
    Lanewise = 4,

    /// <summary>Has operands of any one type and a Boolean result.</summary>
    Comparison = 8,

    /// <summary>Throws for some <c>int</c> operands, so it must stay under its branch.</summary>
    MayThrowOnIntegers = 16,

    /// <summary>Made for the loops of relaxed rules alone: nobody writes it, and <c>System.Math</c> does not have it.</summary>
    Relaxed = 32,
}

/// <summary>The one table of operations, read by the printer, the parser, the verifier and the passes.</summary>
internal static class OperationTable
{
    private static readonly Operation[] s_operations =
    [
        new(Opcode.Constant, "const", 0),
        new(Opcode.Undefined, "undefined", 0),
        new(Opcode.Hyperparameter, "hyper", 0),
        new(Opcode.Step, "step", 0),
        new(Opcode.Argument, "arg", 0),
        new(Opcode.Load, "load", 0),
        new(Opcode.Store, "store", 1, OperationTraits.Control),
        new(Opcode.Broadcast, "broadcast", 1),
        new(Opcode.Add, "add", 2, OperationTraits.Commutative),
        new(Opcode.Subtract, "sub", 2),
        new(Opcode.Multiply, "mul", 2, OperationTraits.Commutative),
        new(Opcode.Divide, "div", 2, OperationTraits.MayThrowOnIntegers),
        new(Opcode.Remainder, "rem", 2, OperationTraits.MayThrowOnIntegers | OperationTraits.Lanewise),
        new(Opcode.Negate, "neg", 1),
        new(Opcode.Equal, "eq", 2, OperationTraits.Commutative | OperationTraits.Comparison),
        new(Opcode.NotEqual, "ne", 2, OperationTraits.Commutative | OperationTraits.Comparison),
        new(Opcode.Less, "lt", 2, OperationTraits.Comparison),
        new(Opcode.LessOrEqual, "le", 2, OperationTraits.Comparison),
        new(Opcode.Greater, "gt", 2, OperationTraits.Comparison),
        new(Opcode.GreaterOrEqual, "ge", 2, OperationTraits.Comparison),
        new(Opcode.And, "and", 2, OperationTraits.Commutative),
        new(Opcode.Or, "or", 2, OperationTraits.Commutative),
        new(Opcode.ExclusiveOr, "xor", 2, OperationTraits.Commutative),
        new(Opcode.Not, "not", 1),
        new(Opcode.ShiftLeft, "shl", 2),
        new(Opcode.ShiftRight, "shr", 2),
        new(Opcode.ShiftRightUnsigned, "ushr", 2),
        new(Opcode.ToDouble, "todouble", 1),
        new(Opcode.ToInteger, "toint", 1),
        new(Opcode.Index, "index", 1, OperationTraits.MayThrowOnIntegers),
        new(Opcode.SquareRoot, "sqrt", 1),
        new(Opcode.Absolute, "abs", 1, OperationTraits.MayThrowOnIntegers),
        new(Opcode.Min, "min", 2, OperationTraits.Commutative),
        new(Opcode.Max, "max", 2, OperationTraits.Commutative),
        new(Opcode.Sign, "sign", 1),
        new(Opcode.CopySign, "copysign", 2),
        new(Opcode.Clamp, "clamp", 3, OperationTraits.MayThrowOnIntegers),
        new(Opcode.FusedMultiplyAdd, "fma", 3),
        new(Opcode.MultiplyAdd, "muladd", 3, OperationTraits.Relaxed),
        new(Opcode.Floor, "floor", 1),
        new(Opcode.Ceiling, "ceiling", 1),
        new(Opcode.Round, "round", 1),
        new(Opcode.Truncate, "truncate", 1),
        new(Opcode.VectorExp, "vexp", 1, OperationTraits.Relaxed),
        new(Opcode.VectorLog, "vlog", 1, OperationTraits.Relaxed),
        new(Opcode.VectorLog2, "vlog2", 1, OperationTraits.Relaxed),
        new(Opcode.VectorSin, "vsin", 1, OperationTraits.Relaxed),
        new(Opcode.VectorCos, "vcos", 1, OperationTraits.Relaxed),
        new(Opcode.Pow, "pow", 2, OperationTraits.Lanewise),
        new(Opcode.Exp, "exp", 1, OperationTraits.Lanewise),
        new(Opcode.Log, "log", 1, OperationTraits.Lanewise),
        new(Opcode.Log2, "log2", 1, OperationTraits.Lanewise),
        new(Opcode.Log10, "log10", 1, OperationTraits.Lanewise),
        new(Opcode.Sin, "sin", 1, OperationTraits.Lanewise),
        new(Opcode.Cos, "cos", 1, OperationTraits.Lanewise),
        new(Opcode.Tan, "tan", 1, OperationTraits.Lanewise),
        new(Opcode.Asin, "asin", 1, OperationTraits.Lanewise),
        new(Opcode.Acos, "acos", 1, OperationTraits.Lanewise),
        new(Opcode.Atan, "atan", 1, OperationTraits.Lanewise),
        new(Opcode.Atan2, "atan2", 2, OperationTraits.Lanewise),
        new(Opcode.Sinh, "sinh", 1, OperationTraits.Lanewise),
        new(Opcode.Cosh, "cosh", 1, OperationTraits.Lanewise),
        new(Opcode.Tanh, "tanh", 1, OperationTraits.Lanewise),
        new(Opcode.Cbrt, "cbrt", 1, OperationTraits.Lanewise),
        new(Opcode.Reduce, "reduce", 1),
        new(Opcode.Length, "length", 0),
        new(Opcode.Select, "select", 3),
        new(Opcode.Phi, "phi", 3),
        new(Opcode.If, "if", 1, OperationTraits.Control),
        new(Opcode.Else, "else", 0, OperationTraits.Control),
        new(Opcode.End, "end", 0, OperationTraits.Control),
        new(Opcode.Loop, "loop", 0, OperationTraits.Control),
        new(Opcode.Reference, "ref", 0),
        new(Opcode.Variable, "var", 1, OperationTraits.Control),
        new(Opcode.Get, "get", -1, OperationTraits.Control),
        new(Opcode.Set, "set", 2, OperationTraits.Control),
        new(Opcode.Call, "call", -1),
        new(Opcode.Result, "result", 1),
        new(Opcode.Return, "return", -1, OperationTraits.Control),
    ];

    private static readonly Dictionary<string, Operation> s_byName = s_operations.ToDictionary(operation => operation.Name);

    public static Operation Of(Opcode opcode) => s_operations[(int)opcode];

    public static bool TryFind(string name, out Operation operation) => s_byName.TryGetValue(name, out operation!);

    public static IReadOnlyList<Operation> All => s_operations;
}
