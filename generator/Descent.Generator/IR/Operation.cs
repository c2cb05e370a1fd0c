using System;
using System.Collections.Generic;
using System.Linq;

namespace Descent.Generator.IR;

/// <summary>All that is known of one operation, in one row of <see cref="OperationTable"/>.</summary>
internal sealed class Operation(Opcode opcode, string name, IReadOnlyList<Signature> signatures, OperationTraits traits = OperationTraits.None)
{
    public Opcode Opcode => opcode;

    /// <summary>Its name in the text form, and in the header of a generated file.</summary>
    public string Name => name;

    /// <summary>What it takes and gives, that which C# has first; empty if the number of its operands varies.</summary>
    public IReadOnlyList<Signature> Signatures => signatures;

    /// <summary>The number of operands; −1 if it varies.</summary>
    public int Arity => signatures.Count == 0 ? -1 : signatures[0].Operands.Count;

    /// <summary>The C# method that it is, such as <c>System.Math.Sqrt</c>; methods of that name of <c>System.Math</c> and <c>double</c> are read as it.</summary>
    public string? Method { get; init; }

    /// <summary>The method's name without its type.</summary>
    public string? MethodName => Method?.Substring(Method.LastIndexOf('.') + 1);

    /// <summary>What it makes of numbers; to a few last places, unless it is <see cref="OperationTraits.Exact"/>.</summary>
    public Func<double, double, double, double>? OfDoubles { get; init; }

    /// <summary>What it makes of whole numbers before it is wrapped to an <c>int</c>; <see langword="null"/> where C# throws.</summary>
    public Func<long, long, long, long?>? OfIntegers { get; init; }

    /// <summary>What it makes of truths.</summary>
    public Func<bool, bool, bool>? OfBooleans { get; init; }

    /// <summary>Whether a comparison of numbers holds.</summary>
    public Func<double, double, bool>? Compares { get; init; }

    /// <summary>For which doubles C# throws.</summary>
    public Func<double, double, double, bool>? ThrowsOn { get; init; }

    /// <summary>When it throws, in words.</summary>
    public string ThrowsWhen { get; init; } = "where it overflows";

    /// <summary>The word before its operand in the name of a value.</summary>
    public string? Prefix { get; init; }

    /// <summary>The word between its operands in the name of a value.</summary>
    public string? Infix { get; init; }

    /// <summary>The power of c by which the result grows where the one operand grows by c, its sign aside; <see langword="null"/> if there is none.</summary>
    public double? Degree { get; init; }

    /// <summary>What computes it for all lanes at once where the rule is relaxed.</summary>
    public Opcode? RelaxedForm { get; init; }

    /// <summary>Whether C# leaves its bits to the mathematical library of the platform.</summary>
    public bool IsOfLibrary => Is(OperationTraits.Lanewise) && Method?.StartsWith("System.Math.", StringComparison.Ordinal) == true;

    /// <summary>Whether there is one for values of each weight, which are never ints.</summary>
    public bool IsOfElements => signatures.Any(signature => signature.Result != ScalarType.Integer && !signature.Operands.Contains(ScalarType.Integer));

    public bool Is(OperationTraits trait) => (traits & trait) != 0;
}
