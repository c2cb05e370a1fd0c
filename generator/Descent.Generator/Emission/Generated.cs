using System.Reflection;
using Descent.Generator.Model;

namespace Descent.Generator.Emission;

/// <summary>Text that every generated part repeats.</summary>
internal static class Generated
{
    public const string Constraint = "where T : unmanaged, global::System.Numerics.IBinaryFloatingPointIeee754<T>";

    /// <summary>The contract with the runtime that generated code is written for.</summary>
    public const int Contract = 6;

    public static readonly string Version = typeof(Generated).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";

    /// <summary>The attribute of an override that is for the engine, and that nobody else is to be offered.</summary>
    public const string Hidden = "[global::System.ComponentModel.EditorBrowsable(global::System.ComponentModel.EditorBrowsableState.Never)]";

    public static readonly string Attribute = $"[global::System.CodeDom.Compiler.GeneratedCode(\"Descent\", \"{Version}\")]";

    /// <summary>What marks our part of a rule's class: where the author's part has the attribute, which C# takes once, a comment.</summary>
    public static string MarkOf(RuleModel rule) => rule.IsMarkedGenerated ? "// " + Attribute : Attribute;
}
