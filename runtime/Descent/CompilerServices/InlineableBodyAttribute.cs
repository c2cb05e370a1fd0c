using System.ComponentModel;

namespace Descent.CompilerServices;

/// <summary>What an <see cref="InlineableAttribute"/> method computes, for the compilers of other projects. Not meant to be written by hand.</summary>
/// <param name="version">The version of the text's form.</param>
/// <param name="method">The method, such as <c>Descent.Formulas.SoftThreshold(double, double)</c>.</param>
/// <param name="body">The operations of the method, a line each.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
public sealed class InlineableBodyAttribute(int version, string method, string body) : Attribute
{
    /// <summary>The version of the text's form.</summary>
    public int Version { get; } = version;

    /// <summary>The method, such as <c>Descent.Formulas.SoftThreshold(double, double)</c>.</summary>
    public string Method { get; } = method;

    /// <summary>The operations of the method, a line each.</summary>
    public string Body { get; } = body;
}
