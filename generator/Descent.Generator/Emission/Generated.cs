using System.Reflection;

namespace Descent.Generator.Emission;

/// <summary>Text that every generated part repeats.</summary>
internal static class Generated
{
    public const string Constraint = "where T : unmanaged, global::System.Numerics.IBinaryFloatingPointIeee754<T>";

    /// <summary>The contract with the runtime that generated code is written for.</summary>
    public const int Contract = 3;

    public static readonly string Version = typeof(Generated).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";

    public static readonly string Attribute = $"[global::System.CodeDom.Compiler.GeneratedCode(\"Descent\", \"{Version}\")]";
}
