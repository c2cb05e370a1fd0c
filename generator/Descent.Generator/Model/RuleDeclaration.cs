using Descent.Generator.Infrastructure;

namespace Descent.Generator.Model;

/// <summary>A rule's type, or one around it, as far as a part of it repeats it.</summary>
internal sealed record ContainingType(string Keyword, string Name, EquatableArray<string> TypeParameters = default)
{
    /// <summary>The name in that of a file.</summary>
    public string FileName => TypeParameters.Count == 0 ? Name : $"{Name}`{TypeParameters.Count.ToString(System.Globalization.CultureInfo.InvariantCulture)}";
}

/// <summary>How much the compiler can add to a class.</summary>
internal enum GeneratedPart
{
    /// <summary>All that an optimizer has.</summary>
    Whole,

    /// <summary>The base class with what it demands, and the bodies without which C# would not compile: other members would clash with those that are there.</summary>
    Base,

    /// <summary>The bodies without which C# would not compile.</summary>
    Bodies,
}

/// <summary>A partial property or method that was declared for the compiler and refused: C# wants its other half all the same, or reports nothing but that.</summary>
/// <param name="Header">All that comes before the body.</param>
/// <param name="Getter">The getter of a property, if it has one.</param>
/// <param name="Setter">The setter of a property, if it has one.</param>
/// <param name="IsInitialized">Whether it is a property with an initializer, for which its accessors must name what they keep.</param>
/// <param name="HasBody">Whether it is a property with a body, whose declaration without one is missing.</param>
internal sealed record UnfinishedMember(string Header, string? Getter, string? Setter, bool IsInitialized, bool HasBody);
