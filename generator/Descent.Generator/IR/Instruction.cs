using System;
using Descent.Generator.Infrastructure;

namespace Descent.Generator.IR;

/// <summary>
/// One instruction of a <see cref="Program"/>. Its result is named by its position in the program.
/// </summary>
/// <param name="Opcode">What it does.</param>
/// <param name="Type">The type of its result.</param>
/// <param name="Operands">The positions of the instructions whose results it takes.</param>
/// <param name="Payload">What it has besides them.</param>
/// <param name="Hint">The name the author gave the value; emission uses it.</param>
/// <param name="Site">The ordinal of the C# operation it comes from; survives edits of white space and comments.</param>
internal sealed record Instruction(
    Opcode Opcode,
    ScalarType Type,
    EquatableArray<int> Operands,
    Payload? Payload = null,
    string? Hint = null,
    int Site = -1)
{
    public Operation Operation => OperationTable.Of(Opcode);

    /// <summary>Of a constant: its bit pattern, the <c>int</c>, or 1 for true; 0 for anything else.</summary>
    public long Bits => Payload is Payload.Literal literal ? literal.Bits : 0;

    public double DoubleValue => BitConverter.Int64BitsToDouble(Bits);

    /// <summary>Of a parameter of a helper, or of a result of a call: which one.</summary>
    public int Ordinal => ((Payload.Ordinal)Payload!).Index;

    /// <summary>Of a hyperparameter: its name.</summary>
    public string? Hyperparameter => (Payload as Payload.Setting)?.Name;

    /// <summary>Of a hyperparameter: whether it is an enumeration.</summary>
    public bool IsEnumeration => Payload is Payload.Setting { IsEnumeration: true };

    /// <summary>Of a load or store: what is loaded or stored.</summary>
    public Slot? Slot => (Payload as Payload.Access)?.Slot;

    /// <summary>Of a load, a store or a reduction: whose value it is.</summary>
    public Axes Scope => Payload switch
    {
        Payload.Access access => access.Scope,
        Payload.Total total => total.Scope,
        _ => Axes.None,
    };

    /// <summary>Of a call: the name of the helper.</summary>
    public string? Callee => (Payload as Payload.Callee)?.Name;

    /// <summary>Of a reduction: what it does with its terms.</summary>
    public ReductionKind Reduction => ((Payload.Total)Payload!).Kind;

    /// <summary>Of a reduction: whether it is over all parameters of the optimizer, not over one tensor.</summary>
    public bool IsOverOptimizer => Payload is Payload.Total { Scope: Axes.Optimizer };

    /// <summary>Of a reduction: whether it has one total for each column.</summary>
    public bool IsOfColumns => Payload is Payload.Total { Scope: Axes.Column };

    /// <summary>Of a reduction: whether its terms are one for each row, not for each weight.</summary>
    public bool IsOfEachRow => Payload is Payload.Total { IsOfEachRow: true };

    /// <summary>Of an operation on whole matrices: which one.</summary>
    public WholeOperation Whole => ((Payload.Whole)Payload!).Operation;

    /// <summary>Of an index: how many elements it chooses from.</summary>
    public int Count => ((Payload.Elements)Payload!).Count;

    /// <summary>Whether it is <c>int</c> arithmetic that throws on overflow.</summary>
    public bool IsChecked => Type == ScalarType.Integer && Payload is Payload.Checked;

    /// <summary>Whether evaluating it can throw, so that it may neither be moved out of its branch nor dropped.</summary>
    public bool MayThrow => IsChecked || Operation.Is(Type == ScalarType.Integer ? OperationTraits.MayThrowOnIntegers : OperationTraits.MayThrowOnDoubles);

    public bool IsControl => Operation.Is(OperationTraits.Control);

    public bool IsConstant => Opcode == Opcode.Constant;
}
