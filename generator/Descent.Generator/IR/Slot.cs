using System;

namespace Descent.Generator.IR;

/// <summary>What a value of a weight is loaded from or stored to is for.</summary>
internal enum SlotKind
{
    Weight,
    Gradient,
    Input,
    State,

    /// <summary>A matrix of the tensor's shape that lasts for a step: what an operation on whole matrices takes or gives.</summary>
    Scratch,

    /// <summary>A random value.</summary>
    Random,
}

/// <summary>What is loaded and stored: the weight, its gradient, a further input, a state, a matrix of the step, or chance.</summary>
/// <param name="Kind">Which of these.</param>
/// <param name="Name">The name of an input, of chance, or of a state: each element of one that is several values has a name of its own.</param>
internal sealed record Slot(SlotKind Kind, string Name)
{
    private const string InputPrefix = "input.";
    private const string StatePrefix = "state.";
    private const string ScratchPrefix = "scratch.";
    private const string RandomPrefix = "random.";

    public static readonly Slot Weight = new(SlotKind.Weight, "weight");

    public static readonly Slot Gradient = new(SlotKind.Gradient, "gradient");

    public bool IsState => Kind == SlotKind.State;

    public static Slot Input(string name) => new(SlotKind.Input, name);

    public static Slot State(string name) => new(SlotKind.State, name);

    public static Slot Scratch(string name) => new(SlotKind.Scratch, name);

    public static Slot Random(string name) => new(SlotKind.Random, name);

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    /// <exception cref="FormatException">It is no slot.</exception>
    public static Slot Parse(string text)
        => text == Weight.Name ? Weight
            : text == Gradient.Name ? Gradient
            : text.StartsWith(InputPrefix, StringComparison.Ordinal) ? Input(text.Substring(InputPrefix.Length))
            : text.StartsWith(StatePrefix, StringComparison.Ordinal) ? State(text.Substring(StatePrefix.Length))
            : text.StartsWith(ScratchPrefix, StringComparison.Ordinal) ? Scratch(text.Substring(ScratchPrefix.Length))
            : text.StartsWith(RandomPrefix, StringComparison.Ordinal) ? Random(text.Substring(RandomPrefix.Length))
            : throw new FormatException($"'{text}' is not a slot.");

    /// <summary>Its name in the text of a program.</summary>
    public override string ToString() => Kind switch
    {
        SlotKind.Input => InputPrefix + Name,
        SlotKind.State => StatePrefix + Name,
        SlotKind.Scratch => ScratchPrefix + Name,
        SlotKind.Random => RandomPrefix + Name,
        _ => Name,
    };
}
