namespace Descent.Engine;

/// <summary>Independent pieces of work, numbered from zero, that several threads may run at once.</summary>
internal interface IWork
{
    /// <summary>Runs one piece.</summary>
    /// <param name="item">Its number.</param>
    void Run(int item);
}
