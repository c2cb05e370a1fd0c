using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Descent.Generator.Model;
using Descent.Generator.IR;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Descent.Generator.Reading;

/// <summary>What the readers of one rule share: where they look things up and where they put what they find.</summary>
internal sealed class ReadingContext(INamedTypeSymbol rule, Compilation compilation, CancellationToken cancellation)
{
    private readonly List<Problem> _problems = [];
    private readonly HashSet<(string Id, Location Location, string Arguments)> _reported = [];
    private readonly List<SyntaxNode> _sites = [];
    private readonly Queue<(IMethodSymbol Method, IBlockOperation Body, IMethodSymbol? Owner)> _pending = new();
    private readonly Dictionary<ISymbol, string> _names = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<string, int> _texts = [];
    private readonly HashSet<ISymbol> _refused = new(SymbolEqualityComparer.Default);
    private readonly HashSet<ISymbol> _ofOthers = new(SymbolEqualityComparer.Default);
    private IMethodSymbol? _owner;
    private int _depth;
    private bool _isTooDeep;
    private bool _isTooLarge;

    /// <summary>How deep statements and expressions may be nested: a small stack must hold their reading.</summary>
    public const int MaxDepth = 100;

    /// <summary>How many operations a method may have, with those of its helpers and of all rounds of its loops.</summary>
    public const int MaxSize = 100_000;

    public INamedTypeSymbol Rule { get; } = rule;

    public CancellationToken Cancellation { get; } = cancellation;

    public IReadOnlyList<Problem> Problems => _problems;

    public IReadOnlyList<SyntaxNode> Sites => _sites;

    /// <summary>Set where C# itself reports an error: the rule does not compile, and nothing needs to be added to that.</summary>
    public bool HasCSharpErrors { get; set; }

    /// <summary>The members that every optimizer has.</summary>
    public GeneratedMembers Members => field ??= new(compilation, Rule);

    /// <summary>What was declared for the compiler without a body, and refused.</summary>
    public List<UnfinishedMember> Unfinished { get; } = [];

    /// <summary>How much of the generated part there is room for.</summary>
    public GeneratedPart Part { get; private set; }

    /// <summary>What the generated part names of the author's own, besides the rule itself.</summary>
    public List<ISymbol> Named { get; } = [];

    /// <summary>The hyperparameters by their properties.</summary>
    public Dictionary<ISymbol, HyperparameterModel> Hyperparameters { get; } = new(SymbolEqualityComparer.Default);

    /// <summary>The tables of constants.</summary>
    public ConstantTables Tables => field ??= new(this);

    /// <summary>The local functions of the methods that are read.</summary>
    public LocalFunctions LocalFunctions { get; } = new();

    /// <summary>The helper methods read so far, under the methods they are.</summary>
    public Dictionary<ISymbol, Function> Functions { get; } = new(SymbolEqualityComparer.Default);

    /// <summary>Set where a called <c>[Inlineable]</c> helper cannot be compiled, which is reported where that is defined.</summary>
    public bool CallsBrokenHelper { get; private set; }

    /// <summary>Whether what was read cannot be compiled.</summary>
    public bool IsBroken => HasCSharpErrors || CallsBrokenHelper || Problems.Count > 0;

    /// <summary>The helper that is read for its own sake, not because a rule calls it.</summary>
    public IMethodSymbol? Definition { get; init; }

    /// <summary>Says that there is no room for more than this of the generated part.</summary>
    public void Allow(GeneratedPart part) => Part = (GeneratedPart)System.Math.Max((int)Part, (int)part);

    /// <summary>Records a problem, once: a loop's body is read for each round.</summary>
    public void Report(string id, Location? location, params object[] arguments)
    {
        if (_reported.Add((id, location ?? Location.None, string.Join("|", arguments))))
        {
            _problems.Add(new(id, location ?? Location.None, arguments));
        }
    }

    /// <summary>
    /// The name of the function of a method whose body is read later, by <see cref="ReadPending"/>: a helper that calls a helper that calls
    /// a helper needs no deep stack.
    /// </summary>
    public string Call(IMethodSymbol method, IBlockOperation body)
    {
        if (!_names.ContainsKey(method))
        {
            _pending.Enqueue((method, body, IsDefinedElsewhere(method) ? method : _owner));
        }

        return NameOf(method);
    }

    /// <summary>Whether a method has been called before.</summary>
    public bool IsCalled(IMethodSymbol method) => _names.ContainsKey(method);

    /// <summary>The name of the function of a method; file-local types, and local functions of two blocks, may give several methods the same display text.</summary>
    public string NameOf(IMethodSymbol method)
    {
        if (!_names.TryGetValue(method, out var name))
        {
            var text = method.ToDisplayString();
            _ = _texts.TryGetValue(text, out var others);
            _texts[text] = others + 1;
            _names.Add(method, name = others == 0 ? text : $"{text}'{others.ToString(System.Globalization.CultureInfo.InvariantCulture)}");
        }

        return name;
    }

    /// <summary>
    /// Reads the bodies that were called. The problems of one that travels, and of what it calls, are reported once, where it is defined,
    /// and not again by each rule that calls it.
    /// </summary>
    public void ReadPending(System.Func<IMethodSymbol, IBlockOperation, Function> read)
    {
        while (_pending.Count > 0)
        {
            var (method, body, owner) = _pending.Dequeue();
            var count = _problems.Count;
            _owner = owner;
            Functions.Add(method, read(method, body));
            _owner = null;
            if (owner is not null)
            {
                _ofOthers.Add(method);
                CallsBrokenHelper |= _problems.Count > count;
                _problems.RemoveRange(count, _problems.Count - count);
            }
        }
    }

    /// <summary>Records that a helper calls itself; one that travels says so where it is defined.</summary>
    public void ReportRecursion(IMethodSymbol method, Location? location)
    {
        CallsBrokenHelper |= _ofOthers.Contains(method);
        if (!_ofOthers.Contains(method))
        {
            Report(DiagnosticIds.Unsupported, location, $"recursion ('{method.Name}' calls itself)");
        }
    }

    private bool IsDefinedElsewhere(IMethodSymbol method) => RuleAttributes.IsInlineable(method) && !SymbolEqualityComparer.Default.Equals(method, Definition);

    /// <summary>Goes one level deeper into an operation; one too many is a problem, and is not entered.</summary>
    public Level Enter(IOperation operation)
    {
        var isEntered = _depth < MaxDepth;
        if (!isEntered && !_isTooDeep)
        {
            _isTooDeep = true;
            Report(DiagnosticIds.Unsupported, operation.Syntax.GetLocation(), $"code nested more than {MaxDepth.ToString(System.Globalization.CultureInfo.InvariantCulture)} levels deep");
        }

        return new(this, isEntered);
    }

    /// <summary>Whether a body has grown beyond all bounds, which is a problem where it happens.</summary>
    public bool IsTooLarge(ProgramBuilder builder, IOperation operation)
    {
        if (builder.Count > MaxSize && !_isTooLarge)
        {
            _isTooLarge = true;
            ReportSize(operation.Syntax.GetLocation());
        }

        return _isTooLarge;
    }

    public void ReportSize(Location? location)
        => Report(DiagnosticIds.Unsupported, location, $"a method of more than {MaxSize.ToString(System.Globalization.CultureInfo.InvariantCulture)} operations, its helpers and all rounds of its loops written out,");

    /// <summary>A level of nesting, until it is left.</summary>
    public readonly struct Level : System.IDisposable
    {
        private readonly ReadingContext _context;

        public Level(ReadingContext context, bool isEntered)
        {
            (_context, IsEntered) = (context, isEntered);
            _context._depth++;
        }

        public bool IsEntered { get; }

        public void Dispose() => _context._depth--;
    }

    /// <summary>Whether the rule may call a method.</summary>
    public bool IsAccessible(IMethodSymbol method) => compilation.IsSymbolAccessibleWithin(method, Rule);

    /// <summary>Whether the runtime is where generated code names it: an alias of the reference takes it out of the global namespace.</summary>
    public bool HasGlobalRuntime => RuleAttributes.Find(Rule, RuleAttributes.Optimizer)?.AttributeClass is not { } attribute
        || compilation.GetMetadataReference(attribute.ContainingAssembly)?.Properties.Aliases is not { IsEmpty: false } aliases
        || aliases.Contains(MetadataReferenceProperties.GlobalAlias);

    /// <summary>Whether a name means a type in a class.</summary>
    public bool HasType(string name, TypeDeclarationSyntax declaration)
        => compilation.GetSemanticModel(declaration.SyntaxTree).LookupNamespacesAndTypes(System.Math.Max(declaration.Identifier.Span.End, declaration.OpenBraceToken.Span.End), name: name).Any(symbol => symbol is INamedTypeSymbol { Arity: 0 });

    /// <summary>Whether another assembly has a type of this name, too: C# warns of whoever names the one of this project.</summary>
    public bool IsAlsoElsewhere(string metadataName)
        => compilation.GetTypesByMetadataName(metadataName).Any(type => !SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, compilation.Assembly));

    /// <summary>Whether a method is of another assembly.</summary>
    public bool IsForeign(IMethodSymbol method) => !SymbolEqualityComparer.Default.Equals(method.ContainingAssembly, compilation.Assembly);

    /// <summary>
    /// Records a construct that a rule cannot have; one that C# itself refuses is left to C#, and of what is made of a local that is refused
    /// nothing more is said.
    /// </summary>
    public void Unsupported(IOperation operation, string what)
    {
        if (operation.DescendantsAndSelf().Any(inner => inner is IInvalidOperation || IsError(inner.Type)))
        {
            HasCSharpErrors = true;
        }
        else if (!operation.DescendantsAndSelf().Any(inner => inner is ILocalReferenceOperation { Local: var local } && _refused.Contains(local)))
        {
            // A local function is refused once, where it is, however often it is called.
            var function = (operation as IInvocationOperation)?.TargetMethod is { MethodKind: MethodKind.LocalFunction } called ? called.DeclaringSyntaxReferences.FirstOrDefault() : null;
            Report(DiagnosticIds.Unsupported, (function?.GetSyntax(Cancellation) ?? operation.Syntax).GetLocation(), what);
        }
    }

    /// <summary>Whether C# knows no such type, or none of an element of a tuple.</summary>
    private static bool IsError(ITypeSymbol? type)
        => type is { TypeKind: TypeKind.Error } || (type is INamedTypeSymbol { IsTupleType: true } tuple && tuple.TupleElements.Any(element => IsError(element.Type)));

    /// <summary>Remembers a local if its type is one that no rule can have, once something has been said about it.</summary>
    public void Refuse(ILocalSymbol local)
    {
        if (IsBroken && Tuples.Types(local.Type).Count == 0 && Elements.TypeOf(local.Type) == ScalarType.None)
        {
            _refused.Add(local);
        }
    }

    /// <summary>The ordinal of a place in the source; the same after edits of white space and comments.</summary>
    public int Site(SyntaxNode syntax)
    {
        _sites.Add(syntax);
        return _sites.Count - 1;
    }

    /// <summary>The body of a method as operations, if its source belongs to this compilation.</summary>
    public IBlockOperation? Body(IMethodSymbol method)
    {
        foreach (var reference in method.DeclaringSyntaxReferences)
        {
            var syntax = reference.GetSyntax(Cancellation);
            if (!compilation.ContainsSyntaxTree(syntax.SyntaxTree))
            {
                continue;
            }

            var body = compilation.GetSemanticModel(syntax.SyntaxTree).GetOperation(syntax, Cancellation) switch
            {
                IMethodBodyOperation declaration => declaration.BlockBody ?? declaration.ExpressionBody,
                IBlockOperation block => block,
                _ => null,
            };
            if (body is not null)
            {
                return body;
            }
        }

        return null;
    }
}
