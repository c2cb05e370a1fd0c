using System;
using Descent.Generator.Infrastructure;

namespace Descent.Generator.IR;

/// <summary>
/// One instruction of a <see cref="Program"/>. Its result is named by its position in the program.
/// </summary>
/// <param name="Opcode">What it does.</param>
/// <param name="Type">The type of its result.</param>
/// <param name="Operands">The positions of the instructions whose results it takes.</param>
/// <param name="Bits">
/// A constant's bit pattern (so that 0.0 and −0.0 differ), the number of a parameter or of a call's result, or 1 for checked
/// <c>int</c> arithmetic and for a hyperparameter that is an enumeration; how many elements an index chooses from; the <see cref="IR.StateScope"/> of what is loaded or stored;
/// the <see cref="IR.ReductionKind"/> of a reduction.
/// </param>
/// <param name="Symbol">
/// The name of the hyperparameter, of the loaded or stored slot, or of the called helper; <see cref="WholeOptimizer"/> for a reduction
/// over the optimizer.
/// </param>
/// <param name="Hint">The name the author gave the value; emission uses it.</param>
/// <param name="Site">The ordinal of the C# operation it comes from; survives edits of white space and comments.</param>
internal sealed record Instruction(
    Opcode Opcode,
    ScalarType Type,
    EquatableArray<int> Operands,
    long Bits = 0,
    string? Symbol = null,
    string? Hint = null,
    int Site = -1)
{
    /// <summary>What a reduction over all parameters of the optimizer has as its symbol.</summary>
    public const string WholeOptimizer = "optimizer";

    public Operation Operation => OperationTable.Of(Opcode);

    public double DoubleValue => BitConverter.Int64BitsToDouble(Bits);

    /// <summary>Whether evaluating it can throw, so that it may neither be moved out of its branch nor dropped.</summary>
    public bool MayThrow => IsChecked || Operation.Is(Type == ScalarType.Integer ? OperationTraits.MayThrowOnIntegers : OperationTraits.MayThrowOnDoubles);

    /// <summary>Whether it is <c>int</c> arithmetic that throws on overflow.</summary>
    public bool IsChecked => Type == ScalarType.Integer && Bits != 0 && Operation.Is(OperationTraits.Checkable);

    /// <summary>Of a load or store: whose value it is.</summary>
    public StateScope Scope => (StateScope)Bits;

    /// <summary>Of a reduction: whether it is over all parameters of the optimizer, not over one tensor.</summary>
    public bool IsOverOptimizer => Opcode == Opcode.Reduce && Symbol == WholeOptimizer;

    public bool IsControl => Operation.Is(OperationTraits.Control);

    public bool IsConstant => Opcode == Opcode.Constant;
}
