using System;

namespace Descent.Generator.IR;

/// <summary>What an instruction has besides its operands; each operation has one kind of it, or none. Equal by content.</summary>
internal abstract record Payload
{
    private const string OfEachRow = "rows";

    private static readonly (Axes Scope, string? Word)[] s_scopes = [(Axes.Tensor, null), (Axes.Optimizer, "optimizer"), (Axes.Row, "row"), (Axes.Column, "column")];

    private Payload()
    {
    }

    /// <summary>The number that stands for it in the text of a program; 0 is not written.</summary>
    public virtual long Number => 0;

    /// <summary>The word that stands for it in the text of a program.</summary>
    public virtual string? Word => null;

    /// <summary>A constant's bit pattern, so that 0.0 and −0.0 differ; an <c>int</c>, or 1 for true.</summary>
    public sealed record Literal(long Bits) : Payload
    {
        public override long Number => Bits;
    }

    /// <summary>Which parameter, or which result of a call.</summary>
    public sealed record Ordinal(int Index) : Payload
    {
        public override long Number => Index;
    }

    /// <summary>A hyperparameter, and whether it is an enumeration, which is read as its number.</summary>
    public sealed record Setting(string Name, bool IsEnumeration) : Payload
    {
        public override long Number => IsEnumeration ? 1 : 0;

        public override string Word => Name;
    }

    /// <summary>What is loaded or stored, and what one value of it belongs to.</summary>
    public sealed record Access(Slot Slot, Axes Scope) : Payload
    {
        /// <summary>What a value may belong to, in the order of the numbers in texts.</summary>
        public static readonly Axes[] Scopes = [Axes.Weight, Axes.Tensor, Axes.Step, Axes.Optimizer, Axes.Row, Axes.Column];

        public override long Number => Array.IndexOf(Scopes, Scope);

        public override string Word => Slot.ToString();
    }

    /// <summary>The name of a helper.</summary>
    public sealed record Callee(string Name) : Payload
    {
        public override string Word => Name;
    }

    /// <summary>
    /// What a reduction does with its terms, and whose total it is: a row's, a column's, a tensor's or the optimizer's; and whether a
    /// tensor's has one term for each of its rows instead of one for each weight.
    /// </summary>
    public sealed record Total(ReductionKind Kind, Axes Scope, bool IsOfEachRow = false) : Payload
    {
        public override long Number => (long)Kind;

        public override string? Word => IsOfEachRow ? OfEachRow : Array.Find(s_scopes, scope => scope.Scope == Scope).Word;

        public static Total Parse(long number, string? word)
            => word == OfEachRow ? new((ReductionKind)number, Axes.Tensor, true) : new((ReductionKind)number, Array.Find(s_scopes, scope => scope.Word == word).Scope);
    }

    /// <summary>An operation on whole matrices.</summary>
    public sealed record Whole(WholeOperation Operation) : Payload
    {
        public override string Word => Operation.ToString();
    }

    /// <summary>How many elements an index chooses from.</summary>
    public sealed record Elements(int Count) : Payload
    {
        public override long Number => Count;
    }

    /// <summary>Of <c>int</c> arithmetic: it throws on overflow.</summary>
    public sealed record Checked : Payload
    {
        public override long Number => 1;
    }

    /// <summary>Reads what stands in the text of a program.</summary>
    /// <param name="opcode">The operation.</param>
    /// <param name="number">The number; 0 if there is none.</param>
    /// <param name="word">The word, if there is one.</param>
    /// <exception cref="FormatException">The operation has no such number or word.</exception>
    public static Payload? Parse(Opcode opcode, long number, string? word)
    {
        Payload? payload = opcode switch
        {
            Opcode.Constant => new Literal(number),
            Opcode.Argument or Opcode.Reference or Opcode.Result when number is >= 0 and <= int.MaxValue => new Ordinal((int)number),
            Opcode.Hyperparameter when word is not null => new Setting(word, number != 0),
            Opcode.Load or Opcode.Store when word is not null && number >= 0 && number < Access.Scopes.Length => new Access(Slot.Parse(word), Access.Scopes[number]),
            Opcode.Call when word is not null => new Callee(word),
            Opcode.Reduce when number is >= 0 and <= (long)ReductionKind.Min => Total.Parse(number, word),
            Opcode.Whole or Opcode.Apply when word is not null => new Whole(WholeOperation.Parse(word)),
            Opcode.Index when number is > 0 and <= int.MaxValue => new Elements((int)number),
            _ when number == 1 && OperationTable.Of(opcode).Is(OperationTraits.Checkable) => new Checked(),
            _ => null,
        };
        return (payload?.Number ?? 0) == number && payload?.Word == word && (payload is not null || !IsNeededBy(opcode))
            ? payload
            : throw new FormatException($"{OperationTable.Of(opcode).Name} has no such number or name.");
    }

    /// <summary>Whether an operation means nothing without one.</summary>
    public static bool IsNeededBy(Opcode opcode) => opcode is Opcode.Constant or Opcode.Argument or Opcode.Reference or Opcode.Result
        or Opcode.Hyperparameter or Opcode.Load or Opcode.Store or Opcode.Call or Opcode.Reduce or Opcode.Index
        or Opcode.Whole or Opcode.Apply;
}
