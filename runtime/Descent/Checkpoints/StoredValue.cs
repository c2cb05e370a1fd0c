using System.Globalization;

namespace Descent.Checkpoints;

/// <summary>A number or a text that goes into a checkpoint, as text in its header.</summary>
/// <param name="Name">Its key.</param>
/// <param name="Get">Its value.</param>
/// <param name="Parse">What sets it to a text; nothing if the text is no value of it.</param>
internal sealed record StoredValue(string Name, Func<string> Get, Func<string, Action?> Parse)
{
    /// <summary>Whether it came after a file with this text was saved, and so stays as it is.</summary>
    public Func<IReadOnlyDictionary<string, string>, bool>? IsNew { get; init; }

    /// <summary>Whether it says how something is stored that a file may have in another storage.</summary>
    public bool MayBeMissing { get; init; }

    /// <summary>The parameter that belongs to the optimizer that it names.</summary>
    public string? Owned { get; init; }

    /// <summary>Its value as a file can hold it.</summary>
    /// <exception cref="InvalidOperationException">No file can.</exception>
    public string ToSave() => Get() is { } text && !HasHalfCharacter(text)
        ? text
        : throw new InvalidOperationException($"The text '{Name}' is {(Get() is null ? "null" : "one with half a character in it")}, which no file can hold.");

    /// <summary>Whether one half of a pair of UTF-16 stands alone in a text.</summary>
    public static bool HasHalfCharacter(string text)
    {
        for (var index = 0; index < text.Length; index++)
        {
            if (char.IsSurrogate(text[index]) && !(index + 1 < text.Length && char.IsSurrogatePair(text[index], text[index + 1]) && ++index > 0))
            {
                return true;
            }
        }

        return false;
    }

    public static StoredValue Number(string name, Func<double> get, Action<double> set, Predicate<double>? isAllowed = null) => new(
        name,
        () => NumberText.Of(get()),
        text => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && isAllowed?.Invoke(value) != false ? () => set(value) : null);

    public static StoredValue Integer(string name, Func<long> get, Action<long> set, Predicate<long>? isAllowed = null) => new(
        name,
        () => get().ToString(CultureInfo.InvariantCulture),
        text => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && isAllowed?.Invoke(value) != false ? () => set(value) : null);

    public static StoredValue Bits(string name, Func<ulong> get, Action<ulong> set) => new(
        name,
        () => get().ToString(CultureInfo.InvariantCulture),
        text => ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? () => set(value) : null);

    public static StoredValue Switch(string name, Func<bool> get, Action<bool> set) => new(
        name,
        () => get() ? "true" : "false",
        text => text is "true" or "false" ? () => set(text == "true") : null);

    public static StoredValue Words(string name, Func<string> get, Action<string> set) => new(name, get, text => () => set(text));

    /// <summary>What is written and not read: what the file is about.</summary>
    public static StoredValue Note(string name, string text) => new(name, () => text, _ => static () => { });
}
