using System.Xml.Linq;
using Landscapes.Walking;

namespace Landscapes.Scenes;

/// <summary>One landscape of the page, with its pictures and its numbers.</summary>
/// <param name="Title">What it is called.</param>
/// <param name="Formula">The function.</param>
/// <param name="Introduction">What makes it hard, and what every walker is given.</param>
/// <param name="Figures">The pictures.</param>
/// <param name="Trajectories">The walkers and their ways, for the table.</param>
/// <param name="Measure">What the table tells besides the end.</param>
internal sealed record Scene(
    string Title,
    string Formula,
    string Introduction,
    IReadOnlyList<Figure> Figures,
    IReadOnlyList<Trajectory> Trajectories,
    Measure Measure);

/// <summary>A picture with its caption.</summary>
/// <param name="Picture">The picture.</param>
/// <param name="Caption">What one sees, and why.</param>
/// <param name="Walker">Whose picture it is, if it is that of one walker.</param>
internal sealed record Figure(XElement Picture, string Caption, Walker? Walker = null);

/// <summary>A number that tells the walkers of a scene apart.</summary>
/// <param name="Name">What it says.</param>
/// <param name="Of">Its value for one way.</param>
internal sealed record Measure(string Name, Func<Trajectory, string> Of);
