using System.Globalization;
using System.Text.Json;

namespace Descent.Tests.Oracles;

/// <summary>
/// The hyperparameters a library ran with, by its own names. Remembers which were read, so that none that changes the numbers is forgotten.
/// </summary>
internal sealed class Settings(IReadOnlyDictionary<string, JsonElement> values)
{
    private readonly HashSet<string> _used = [];

    /// <summary>A number.</summary>
    public double this[string name] => Use(name).GetDouble();

    /// <summary>One of several numbers under one name, such as the betas.</summary>
    public double this[string name, int index] => Use(name)[index].GetDouble();

    /// <summary>A number that may be infinite, as the largest one that a hyperparameter can be.</summary>
    public double Finite(string name) => Use(name) is { ValueKind: JsonValueKind.String } ? double.MaxValue : this[name];

    /// <summary>Whether the library has a hyperparameter of this name.</summary>
    public bool Has(string name) => values.ContainsKey(name);

    /// <summary>A number, or 0 where the library has none.</summary>
    public double OrZero(string name) => Use(name) is { ValueKind: JsonValueKind.Null } ? 0 : this[name];

    /// <summary>What the library keeps beside the hyperparameters; the rule keeps it as state.</summary>
    public void IsState(params string[] names) => Array.ForEach(names, name => Use(name));

    /// <summary>Whether a switch is on; one that the library does not have is off.</summary>
    public bool IsOn(string name) => values.ContainsKey(name) && Use(name).GetBoolean();

    /// <summary>A switch that the rule does not have, because it always acts as if it were on.</summary>
    public void RequireOn(string name) => Assert.True(IsOn(name), $"The rule is what the library runs with {name} on.");

    /// <summary>Whether a choice among names is this one.</summary>
    public bool Is(string name, string choice) => Use(name).GetString() == choice;

    /// <summary>Fails if a hyperparameter that does something was not read.</summary>
    public void RequireAllUsed()
    {
        var unused = values.Where(value => !_used.Contains(value.Key) && !DoesNothing(value.Value))
            .Select(value => string.Create(CultureInfo.InvariantCulture, $"{value.Key} = {value.Value}"));
        Assert.True(!unused.Any(), $"The library ran with {string.Join(", ", unused)}, which this rule was not given.");
    }

    private static bool DoesNothing(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.False or JsonValueKind.Null => true,
        JsonValueKind.Number => value.GetDouble() == 0,
        _ => false,
    };

    private JsonElement Use(string name)
    {
        _used.Add(name);
        return values[name];
    }
}
