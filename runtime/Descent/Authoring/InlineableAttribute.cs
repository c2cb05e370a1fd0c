namespace Descent;

/// <summary>
/// Marks a static method that rules of other assemblies may call, too. What it computes travels with its assembly, and the compiler of
/// a project that references the assembly puts it into the loops of the rules that call it.
/// </summary>
/// <remarks>
/// The method is static, takes and returns <see cref="double"/>, <see cref="int"/>, <see cref="bool"/> or enumerations (<c>ref</c> and
/// <c>out</c> parameters included), has no type parameters, and keeps to what a rule may do. It stays an ordinary method as well.
/// Methods that it calls need the attribute only if they are of another assembly. Within one project no helper needs it.
/// Like a <see langword="const"/>, it is copied into what uses it: a change reaches the rules of another assembly when that is compiled anew. A
/// compiler reads what every older one wrote.
/// </remarks>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class InlineableAttribute : Attribute;
