using System.Text.RegularExpressions;

namespace Descent.Cuda.Tests.Machine;

/// <summary>
/// Registers that are declared between braces: their names count up to the closing one. One that hides another around is refused, since implementations of PTX differ in whether it does.
/// </summary>
internal sealed partial class PtxScopes
{
    private readonly Stack<Dictionary<string, string>> _open = [];
    private int _count;

    /// <summary>Whether a brace is open.</summary>
    public bool IsOpen => _open.Count > 0;

    /// <summary>Notes a brace.</summary>
    public void Enter(bool opens)
    {
        if (opens)
        {
            _count++;
            _open.Push([]);
        }
        else if (!_open.TryPop(out _))
        {
            throw new PtxException("a brace closes what none opens.");
        }
    }

    /// <summary>The name of a register in the entry.</summary>
    /// <param name="register">Its name between the braces.</param>
    /// <param name="around">The registers that are declared so far.</param>
    public string Declare(string register, IReadOnlyDictionary<string, string> around)
    {
        if (_open.Count == 0)
        {
            return register;
        }

        if (around.ContainsKey(register) || _open.Any(scope => scope.ContainsKey(register)))
        {
            throw new PtxException($"'{register}' hides another.");
        }

        var name = $"{register}${_count}";
        _open.Peek().Add(register, name);
        return name;
    }

    /// <summary>A statement with the names of the entry.</summary>
    public string Resolve(string statement)
        => _open.Count == 0 ? statement : Name().Replace(statement, name => _open.Select(scope => scope.GetValueOrDefault(name.Value)).FirstOrDefault(found => found is not null) ?? name.Value);

    [GeneratedRegex(@"%[A-Za-z0-9_$.]+")]
    private static partial Regex Name();
}
