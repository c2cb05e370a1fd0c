using System;
using System.Collections.Generic;
using System.Linq;
using Descent.Generator.Infrastructure;
using Microsoft.CodeAnalysis.CSharp;

namespace Descent.Generator.IR;

/// <summary>
/// The body of an <c>[Inlineable]</c> helper as the text that travels with its assembly. Who reads it did not write it, and believes
/// nothing: what is not a body of that signature, in every detail, is refused.
/// </summary>
internal static class InlineableText
{
    /// <summary>
    /// The version of the text. A change of the text, of an operation's name or of its meaning makes another, and what was written before is
    /// read as it was meant.
    /// </summary>
    public const int Version = 2;

    /// <summary>The oldest version that was ever in a package.</summary>
    private const int OldestVersion = 2;

    /// <summary>Whether this compiler reads a version of the text.</summary>
    public static bool Reads(int version) => version is >= OldestVersion and <= Version;

    /// <summary>The largest body in instructions, far above any formula. A larger one is refused where it is written and where it is read.</summary>
    public const int MaxInstructions = 2000;

    /// <summary>How deep conditions may nest.</summary>
    public const int MaxDepth = 64;

    private const int MaxLength = 100 * MaxInstructions;

    /// <summary>Prints a body without calls. Places in the source mean nothing elsewhere, and an edit of white space must not change the text.</summary>
    public static string Print(Program body)
        => ProgramPrinter.Print(new(body.Instructions.Items.Select(instruction => instruction with { Site = -1 }).ToEquatableArray()));

    /// <summary>Reads a body.</summary>
    /// <param name="text">What <see cref="Print"/> wrote, or anything else.</param>
    /// <param name="parameters">The method's parameters.</param>
    /// <param name="results">The types of what it returns.</param>
    /// <returns>The body; <see langword="null"/> if the text is none for a method of this signature.</returns>
    public static Program? TryParse(string text, IReadOnlyList<Passing> parameters, IReadOnlyList<ScalarType> results)
    {
        if (text.Length > MaxLength)
        {
            return null;
        }

        Program body;
        try
        {
            body = ProgramParser.Parse(text);
        }
        catch (FormatException)
        {
            return null;
        }

        return FitsLimits(body) && Verifier.Verify(body).Count == 0 && Fits(body, parameters, results) ? body : null;
    }

    /// <summary>Whether a body is small enough to travel.</summary>
    public static bool FitsLimits(Program body)
    {
        var (depth, deepest) = (0, 0);
        foreach (var instruction in body.Instructions)
        {
            depth += instruction.Opcode == Opcode.If ? 1 : instruction.Opcode == Opcode.End ? -1 : 0;
            deepest = Math.Max(deepest, depth);
        }

        return body.Count <= MaxInstructions && deepest <= MaxDepth;
    }

    private static bool Fits(Program body, IReadOnlyList<Passing> parameters, IReadOnlyList<ScalarType> results)
        => body.Count > 0
            && body[body.Count - 1] is { Opcode: Opcode.Return } returned
            && returned.Operands.Select(operand => body[operand].Type).SequenceEqual(results)
            && body.Instructions.Items.Take(body.Count - 1).All(instruction => IsOfHelper(body, instruction, parameters));

    private static bool IsOfHelper(Program body, Instruction instruction, IReadOnlyList<Passing> parameters)
    {
        return instruction.Site == -1
            && (instruction.Hint is null || SyntaxFacts.IsValidIdentifier(instruction.Hint))
            && instruction.Opcode switch
            {
                Opcode.Argument => Is(parameter => !parameter.IsByReference),
                Opcode.Reference => Is(parameter => parameter.IsByReference),
                Opcode.Get => instruction.Operands.Count == 1,
                Opcode.Index or Opcode.Reduce => true,
                Opcode.Constant => instruction.Type switch
                {
                    ScalarType.Double => true,
                    ScalarType.Integer => instruction.Bits is >= int.MinValue and <= int.MaxValue,
                    ScalarType.Boolean => instruction.Bits is 0 or 1,
                    _ => false,
                },
                Opcode.Hyperparameter or Opcode.Step or Opcode.Load or Opcode.Store or Opcode.Broadcast or Opcode.Select or Opcode.Loop
                    or Opcode.Variable or Opcode.Call or Opcode.Result or Opcode.Return or Opcode.Whole or Opcode.Written or Opcode.Apply => false,
                _ when instruction.Operation.Is(OperationTraits.Relaxed) => false,
                Opcode.Set => parameters[body[instruction.Operands[0]].Ordinal].IsWritten,
                _ => instruction.Payload is null || instruction.IsChecked,
            };

        bool Is(System.Predicate<Passing> fits)
            => instruction.Ordinal < parameters.Count && parameters[instruction.Ordinal].Type == instruction.Type && fits(parameters[instruction.Ordinal]);
    }
}
